"""Documents: the analytical note, ratings, indicators, as DOCX, PDF and tables. Facts in, files out."""
