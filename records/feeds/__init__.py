"""学时对接: the systems of others that send hours (rulebook §11)."""
