/** Stands in for the transport of engine.io-client that Parlor's server does not speak. */
export class WT {}
