"""The frame around pages: header, sidebar, content, context column, bottom bar."""
