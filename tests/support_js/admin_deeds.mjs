/** What people in charge do over REST, one or more deeds for each action of docs/protocol/permissions.json. */

/**
 * method, resource, body  of the request; resource is given the id of whom it is done to
 * status  when it is done
 */
export const adminDeeds = [
  { action: "see_people", method: "GET", resource: () => "admin/people", status: 200 },
  { action: "set_role", method: "PATCH", resource: (user) => `admin/people/${user}`, body: { role: "moderator" }, status: 200 },
  { action: "set_role", method: "PATCH", resource: (user) => `admin/people/${user}`, body: { role: "member" }, status: 200 },
  { action: "suspend", method: "PUT", resource: (user) => `admin/people/${user}/suspension`, body: { reason: "noise" }, status: 200 },
  { action: "suspend", method: "DELETE", resource: (user) => `admin/people/${user}/suspension`, status: 200 },
  { action: "end_sessions", method: "DELETE", resource: (user) => `admin/people/${user}/sessions`, status: 204 },
  { action: "manage_invites", method: "GET", resource: () => "invites", status: 200 },
  { action: "manage_invites", method: "POST", resource: () => "invites", status: 201 },
  { action: "manage_invites", method: "DELETE", resource: () => "invites/none", status: 404 },
  { action: "change_settings", method: "GET", resource: () => "admin/settings", status: 200 },
  { action: "change_settings", method: "PATCH", resource: () => "admin/settings", body: { guests: true }, status: 200 },
  { action: "manage_rooms", method: "GET", resource: () => "admin/rooms", status: 200 },
  { action: "manage_rooms", method: "PUT", resource: () => "admin/rooms/none/archive", status: 404 },
  { action: "manage_rooms", method: "DELETE", resource: () => "admin/rooms/none/archive", status: 404 },
  { action: "ban_addresses", method: "GET", resource: () => "admin/bans", status: 200 },
  { action: "ban_addresses", method: "POST", resource: () => "admin/bans", body: { network: "203.0.113.7" }, status: 201 },
  { action: "ban_addresses", method: "DELETE", resource: () => "admin/bans/none", status: 404 },
  { action: "import_room", method: "POST", resource: () => "admin/imports", body: { name: "Den" }, status: 201 },
  { action: "import_room", method: "POST", resource: () => "admin/imports/none/events", body: { events: [] }, status: 404 },
  { action: "import_room", method: "POST", resource: () => "admin/imports/none/end", status: 404 },
  { action: "see_figures", method: "GET", resource: () => "admin/figures", status: 200 },
  { action: "see_audit", method: "GET", resource: () => "admin/audit", status: 200 },
];
