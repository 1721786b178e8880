"""From notebooks to what people read: run with parameters, canonical outputs, twins in two languages, the HTML book."""
