"""Seals: certificates, signatures of PDFs and of files, timestamps."""
