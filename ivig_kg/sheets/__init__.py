"""Sheets: tables that a person fills in, read and written (TSV, CSV, XLSX). Knows no RDF.

table           what a sheet is once it is read, and what is wrong with it, cell by cell
values          the text of one cell: what is taken off, what is refused
delimited       TSV and CSV as rows
packed          what an .xlsx must be before it is opened
printed         a cell of a workbook as the text that stands there
workbook        XLSX as rows
headings        which column is which field
assemble        rows under headings as a table, with all faults at once
read            the door: bytes and a name in, a table out
template        an empty sheet as TSV
blank_workbook  an empty sheet as XLSX, with notes and lists to choose from
"""

from __future__ import annotations

from ivig_kg.sheets.blank_workbook import xlsx_template
from ivig_kg.sheets.read import read_table
from ivig_kg.sheets.table import Cell, Row, SheetFault, Table
from ivig_kg.sheets.template import Field, Kind, tsv_template

__all__ = [
    "Cell",
    "Field",
    "Kind",
    "Row",
    "SheetFault",
    "Table",
    "read_table",
    "tsv_template",
    "xlsx_template",
]
