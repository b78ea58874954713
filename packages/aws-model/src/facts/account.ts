/** The one account there is. */
export const account = "123456789012";
