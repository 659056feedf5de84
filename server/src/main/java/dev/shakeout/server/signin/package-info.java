/** Single sign-on: whoever an OpenID provider knows comes in by its word. */
package dev.shakeout.server.signin;
