"""The renderings of a report: HTML parts and one Typst document. They know blocks, never sections."""
