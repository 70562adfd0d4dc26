"""The weekly duty sheet (lịch trực): what it says, and its forms for printing."""
