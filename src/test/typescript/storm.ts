/**
 * A storm of restarts, asked for by a client that is made of the API's description: each must run once, one after
 * another, and what the engine tells of it afterwards must say so.
 *
 *     SIGNALBOX_URL=http://127.0.0.1:7070 SIGNALBOX_TOKEN=... npm run storm -- backend frontend ...
 *
 * The first service gets three restarts within 90 ms, each other one two of them at the same time.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Operation = components["schemas"]["Operation"];
type Service = components["schemas"]["Service"];

function given(name: string): string {
    const value = process.env[name];
    assert.ok(value, `${name} is not set`);
    return value;
}

const client = createClient<paths>({
    baseUrl: `${given("SIGNALBOX_URL")}/api/v1`,
    headers: { Authorization: `Bearer ${given("SIGNALBOX_TOKEN")}` },
});
const ids = process.argv.slice(2);
const [first] = ids;
assert.ok(first, "no service is named");

/** What was asked for; anything but an answer to it ends the script. */
function told<T>(answer: { data?: T; error?: unknown; response: Response }): T {
    const { data, error, response } = answer;
    assert.ok(data !== undefined, `${response.status} ${response.url}: ${JSON.stringify(error)}`);
    return data;
}

async function restart(id: string, key: string = randomUUID()): Promise<Operation> {
    return told(
        await client.POST("/restart/{id}", { params: { path: { id }, header: { "Idempotency-Key": key } } }),
    );
}

async function service(id: string): Promise<Service> {
    return told(await client.GET("/services/{id}", { params: { path: { id } } }));
}

async function operation(id: number): Promise<Operation> {
    return told(await client.GET("/operations/{id}", { params: { path: { id } } }));
}

/** What the service has to do: what runs, and what waits in its order. */
function queue({ active, queue: waiting }: Service): Operation[] {
    return active ? [active, ...waiting] : waiting;
}

function numbers(operations: Operation[]): number[] {
    return operations.map(({ id }) => id);
}

/** Looks at the queue again and again until none of these is in it; each look must show one at a time. */
async function rest(id: string, all: number[]): Promise<void> {
    for (;;) {
        const seen = await service(id);
        const here = queue(seen);
        assert.deepEqual(
            here.map(({ state, place }) => ({ state, place })),
            here.map((_, i) =>
                seen.active ? { state: i ? "waiting" : "running", place: i } : { state: "waiting", place: i + 1 },
            ),
            `the queue of ${id}`,
        );
        assert.deepEqual(numbers(here), numbers(here).toSorted((a, b) => a - b), `the order of ${id}`);
        if (!here.some((one) => all.includes(one.id))) {
            return;
        }
        await pause(10);
    }
}

/** All that the service has done, in the order in which it began. */
async function history(id: string): Promise<Operation[]> {
    const all = told(await client.GET("/operations", { params: { query: { service: id, limit: 100 } } }));
    return all.toReversed();
}

function assertOneAfterAnother(operations: Operation[]): void {
    let free = 0;
    for (const { id, started_at, ended_at } of operations) {
        if (started_at === null) {
            continue; // it was cancelled before its turn
        }
        assert.ok(ended_at !== null, `operation ${id} has not ended`);
        assert.ok(Date.parse(started_at) >= free, `operation ${id} began before the one before it had ended`);
        assert.ok(Date.parse(ended_at) >= Date.parse(started_at), `operation ${id} ended before it began`);
        free = Date.parse(ended_at);
    }
}

// --- all of them run ---

for (const id of ids) {
    const started = told(
        await client.POST("/start/{id}", { params: { path: { id }, query: { wait: true } } }),
    );
    assert.equal(started.effective_outcome, "succeeded", `the start of ${id}: ${started.cause}`);
}

// --- the storm ---

const key = randomUUID();
const asked = await Promise.all(
    ids.map((id) =>
        Promise.all(
            (id === first ? [0, 30, 60] : [0, 0]).map(async (after, i) => {
                await pause(after);
                return restart(id, id === first && i === 0 ? key : undefined);
            }),
        ),
    ),
);
for (const [i, id] of ids.entries()) {
    const mine = numbers(asked[i] ?? []).toSorted((a, b) => a - b);
    await rest(id, mine);

    const restarts = await Promise.all(mine.map(operation)); // each waits until the journal has its outcome
    const past = await history(id);
    assert.deepEqual(numbers(past.filter((one) => mine.includes(one.id))), mine, `the history of ${id}`);
    assertOneAfterAnother(past);
    for (const one of restarts) {
        assert.equal(one.kind, "restart");
        assert.equal(one.state, "ended");
        assert.equal(one.outcome, "succeeded", `operation ${one.id}: ${one.cause}`);
        assert.equal(one.changed, true, `operation ${one.id} did nothing`);
    }
    assert.equal((await service(id)).state, "running");
    console.log(`${id}: ${restarts.length} restarts, one after another`);
}

// --- the same asked again is not done again ---

assert.equal((await restart(first, key)).id, asked[0]?.[0]?.id);

// --- a queue that is held ---

const path = { id: first };
assert.equal(told(await client.POST("/services/{id}/hold", { params: { path, query: { why: "storm" } } })).held, true);
const waiting = [await restart(first), await restart(first), await restart(first)];
const held = await service(first);
assert.equal(held.active, null);
assert.deepEqual(numbers(held.queue), numbers(waiting));
assert.deepEqual(
    held.queue.map(({ waiting_for }) => waiting_for?.why),
    ["held", "behind", "behind"],
);
const second = numbers(waiting)[1] ?? 0;
const cancelled = await client.DELETE("/operations/{id}", { params: { path: { id: second } } });
assert.equal(told(cancelled).result, "cancelled");
told(await client.POST("/services/{id}/resume", { params: { path } }));
await rest(first, numbers(waiting));
const outcomes = await Promise.all(numbers(waiting).map(operation));
assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ["succeeded", "cancelled", "succeeded"],
);
assertOneAfterAnother(await history(first));
console.log(`${first}: held, one of three cancelled, resumed`);

// --- what cannot be done ---

const nobody = await client.POST("/restart/{id}", { params: { path: { id: "nobody-of-that-name" } } });
assert.equal(nobody.response.status, 404);
assert.equal(nobody.error?.title, "Not found");
