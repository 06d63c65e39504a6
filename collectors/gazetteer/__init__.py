"""Files of places: our tables, lists of addresses, OpenStreetMap (Overpass JSON), the state register (ГАР, XML)."""

from collectors.gazetteer.files import read
from collectors.gazetteer.reading import Form, Reading

__all__ = ["Form", "Reading", "read"]
