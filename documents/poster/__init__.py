"""The poster (mẫu niêm yết) that tells citizens the hotline's number, and where it is posted."""
