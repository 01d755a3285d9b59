// The server decides; this hides buttons that it would refuse.

export const isOperator = (me) => me?.role === "operator";

export const mayAdd = (me) => isOperator(me) || me?.role === "member";

export const mayChange = (me, app) => isOperator(me) || (mayAdd(me) && app.owner === me?.user);
