"""Who carries what: counted, shown to those whom it concerns, and warned of."""
