// Who asks. A local store's principal is its user; a server makes one for each request.

export type Role = "admin" | "editor" | "viewer";

export interface Principal {
  readonly user_id: string;
  readonly user_name: string;
  readonly role: Role;
}
