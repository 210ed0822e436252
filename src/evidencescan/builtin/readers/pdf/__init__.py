"""PDF: PDFium's text layer, put in reading order and in paragraphs. Importing this loads no PDF library."""

from .pdfium import text_of_page
from .reader import PdfReader

__all__ = ["PdfReader", "text_of_page"]
