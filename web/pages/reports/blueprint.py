"""What the modules of the reports' pages add their views to."""

from flask import Blueprint

reports = Blueprint("reports", __name__, url_prefix="/bao-cao")
