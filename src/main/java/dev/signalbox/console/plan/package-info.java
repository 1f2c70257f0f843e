/// Plans over several services: what they would do, the question before, and how they proceed.
package dev.signalbox.console.plan;
