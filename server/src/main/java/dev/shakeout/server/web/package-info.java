/**
 * What is offered by HTTP. {@link dev.shakeout.server.web.Endpoints} has all that can be asked for, as data: routes, the
 * OpenAPI document and the tests of who may do what are made from it.
 */
package dev.shakeout.server.web;
