package io.sluice.demo;

/** A sample record, in the shape of the public quote APIs. */
record Quote(String quote, String character, String image, String characterDirection) {}
