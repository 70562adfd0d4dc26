# Plain names for what boot.py does; without make: python3 boot.py run
PYTHON ?= python3
.PHONY: run test check bench drill lock setup audit

run test check bench drill lock setup:
	@$(PYTHON) boot.py $@

audit:
	@$(PYTHON) .ci/audit.py
