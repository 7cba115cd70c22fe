/** Types that a profile can have. */
export const PROFILE_TYPES = ["local", "sql", "rest"] as const;
export type ProfileType = (typeof PROFILE_TYPES)[number];
