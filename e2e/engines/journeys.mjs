// What a reader does, in whatever engine their browser has. Each journey gives back facts that must not depend on it.
import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";

const PATIENCE = 20_000;

/** Asks the first playground of the page. `question` is the body of a function of `element` and `given`. */
function ask(browser, question, given = null) {
  return browser.executeScript(
    `const element = document.querySelector("raft-playground"); const given = arguments[0]; ${question}`,
    given,
  );
}

async function poll(what, question) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${PATIENCE} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function open(browser, address) {
  await browser.get("about:blank");
  await browser.get(address);
  await poll("there is a run", () => ask(browser, "return Boolean(element && element.state)"));
}

/** An element within shadow roots within shadow roots. */
const DEEP = `
  function deep(root, test) {
    for (const one of root.querySelectorAll("*")) {
      if (test(one)) return one;
      const inner = one.shadowRoot && deep(one.shadowRoot, test);
      if (inner) return inner;
    }
    return null;
  }`;

function button(browser, name) {
  return poll(`a button "${name}"`, () =>
    browser.executeScript(
      `${DEEP} return deep(document, (one) => one.localName === "button" && !one.disabled
        && one.checkVisibility() && one.textContent.trim().replace(/[‹›]/g, "").trim() === arguments[0]);`,
      name,
    ),
  );
}

const sentence = (browser) =>
  ask(
    browser,
    `return element.shadowRoot.querySelector("raft-sentence").shadowRoot.querySelector(".voice").textContent.trim();`,
  );

const linkOf = (browser) => ask(browser, 'return element.shareLink().replace(/^[^#]*/, "")');

export const journeys = {
  async "the story begins by itself, elects a leader, and can be stopped"(browser, site) {
    await open(browser, site);
    await poll("a leader", () =>
      ask(
        browser,
        'return Object.values(element.state.servers).some((one) => one.state === "leader")',
      ),
    );
    await (await button(browser, "Pause")).click();
    await button(browser, "Play");
    await ask(browser, "element.seek({ step: given })", "the-leader-crashes");
    assert.match(await sentence(browser), /n1 crashes/);
    return linkOf(browser);
  },

  async "a run by hand is the same run, and its link leads there"(browser, site) {
    await open(browser, site);
    await ask(
      browser,
      "element.pause(); element.seek(300); element.do({ crash: 'n2' }); element.seek(2000);",
    );
    await ask(browser, "element.do({ put: { key: 'k', value: 'v' } }); element.seek(4321);");
    const link = await linkOf(browser);
    const state = await ask(browser, "return JSON.stringify(element.state)");
    await open(browser, `${site}${link}`);
    assert.equal(await ask(browser, "return JSON.stringify(element.state)"), state);
    return { link, state };
  },

  async "a minute on one's own has the same digest"(browser, site) {
    await open(browser, `${site}?scenario=figure-8`);
    await ask(
      browser,
      "element.pause(); element.seek(100); element.do('release'); element.seek(60000);",
    );
    return linkOf(browser);
  },

  async "keys steer it once it has the focus"(browser, site) {
    await open(browser, site);
    await ask(browser, "element.pause(); element.seek(0);");
    const play = await button(browser, "Play");
    await browser.executeScript("arguments[0].focus()", play);
    await browser.actions().sendKeys(Key.ARROW_RIGHT).perform();
    await poll("time has passed", () => ask(browser, "return element.state.time > 0"));
  },

  async "a story is chosen from the gallery"(browser, site) {
    await open(browser, site);
    await (await button(browser, "Stories")).click();
    const card = await poll("the card", () =>
      browser.executeScript(
        `${DEEP} return deep(document, (one) => ["a", "button"].includes(one.localName) && /split vote/i.test(one.textContent) && one.checkVisibility());`,
      ),
    );
    await browser.executeScript("arguments[0].scrollIntoView({ block: 'center' })", card);
    await browser.executeScript("arguments[0].click()", card);
    await poll("four servers", () =>
      ask(browser, "return Object.keys(element.state?.servers ?? {}).length === 4"),
    );
  },

  async "a frame shows what its address says, and hears the page around it"(browser, site) {
    await browser.get(`${site}embed.html?scenario=figure-8&controls=minimal&theme=dark`);
    await poll("there is a run", () => ask(browser, "return Boolean(element && element.state)"));
    assert.equal(await ask(browser, 'return element.getAttribute("shade")'), "dark");
    await open(browser, site);
    await browser.executeScript(`
      const frame = document.createElement("iframe");
      frame.src = "embed.html?controls=minimal";
      frame.width = 700;
      frame.height = 480;
      document.body.prepend(frame);
    `);
    const time = await browser.executeAsyncScript(`
      const done = arguments[0];
      (async () => {
        const { connect } = await import(new URL("raft-frame.js", location.href).href);
        const remote = await connect(document.querySelector("iframe"));
        for (let nth = 0; nth < 200 && !(await remote.state()); nth++) await new Promise((next) => setTimeout(next, 50));
        await remote.seek({ step: "a-majority" });
        return (await remote.state()).time;
      })().then(done, (error) => done(String(error)));
    `);
    assert.equal(time, 80);
  },

  async "a bad link says so, and leads back"(browser, site) {
    await browser.get("about:blank");
    await browser.get(`${site}#v1.nonsense`);
    await poll("the alert", () =>
      browser.executeScript(
        `${DEEP} return Boolean(deep(document, (one) => one.getAttribute("role") === "alert" && /cannot be opened/.test(one.textContent)));`,
      ),
    );
    await (await button(browser, "Open the default story")).click();
    await poll("there is a run", () => ask(browser, "return Boolean(element && element.state)"));
  },
};
