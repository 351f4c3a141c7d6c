const LOGIN = /^[a-z0-9][a-z0-9._@-]{2,63}$/;

/** Whether a new account may have this login. */
export const isLogin = (login: string): boolean => LOGIN.test(login);
