"""The text of PDF files by PDFium alone: ``pdfium_text.py FILE...``"""

from __future__ import annotations

import sys

import pypdfium2

characters = 0
for name in sys.argv[1:]:
    with pypdfium2.PdfDocument(name) as document:
        for page in document:
            text = page.get_textpage()
            characters += len(text.get_text_range())
            text.close()
            page.close()
print(characters)
