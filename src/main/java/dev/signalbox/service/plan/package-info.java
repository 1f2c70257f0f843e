/// In which order services are started and stopped, reckoned from what needs what, before anything is queued.
package dev.signalbox.service.plan;
