// Once, when the volume is made, as the administrator: Sluice's user, who reads and writes one database.
db.getSiblingDB("sluice").createUser({
  user: "sluice",
  pwd: process.env.SLUICE_PASSWORD,
  roles: [{ role: "readWrite", db: "sluice" }],
});
