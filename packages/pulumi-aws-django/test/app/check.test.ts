import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";

/** The problems of an app with these settings, as one line each. */
function problems(args: unknown, name = "alpha"): string[] {
  return checkDjangoAppArgs(name, { base: baseContract, ...(args as Partial<DjangoAppArgs>) }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );
}

/** The contract of a base whose load balancer may connect to these ports. */
function withPorts(targetPorts: number[]) {
  return { ...baseContract, loadBalancer: { ...baseContract.loadBalancer, targetPorts } };
}

const MONITOR = { enabled: true, paths: ["/monitor/*"], healthCheckPath: "/monitor/healthcheck" };

const SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:stripe-AbCdEf";

describe("what is right", () => {
  test.each<[string, Partial<DjangoAppArgs>]>([
    ["nothing at all", {}],
    ["an output for a name", { hostName: pulumi.output("Not yet known") }],
    ["an API without Celery", { workers: {} }],
    ["a worker of several queues", { workers: { all: { queues: ["default", "mail"] } } }],
    ["a service that is off", { gunicorn: { scaling: { min: 0 } } }],
    [
      "a secret by key, a parameter, an output",
      {
        secrets: {
          A: `${SECRET}:key::`,
          B: "arn:aws:ssm:us-east-1:111122223333:parameter/shared/token",
          C: pulumi.output("x"),
        },
      },
    ],
    ["a read-only file system without exec", { exec: false, gunicorn: { readonlyRootFilesystem: true } }],
    ["the domain of the base", { hostName: "example.com" }],
    ["a direct subdomain", { hostName: "www.example.com" }],
    [
      "names of another domain with a certificate",
      {
        hostName: "acme.org",
        redirectedHostNames: ["www.acme.org", "alpha.example.com"],
        certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1",
      },
    ],
    [
      "any host name where the certificate is the user's own",
      { hostName: "shop.eu.acme.org", base: { ...baseContract, zoneId: undefined } },
    ],
    [
      "senders of the domain and below it, and any where SES isn't used",
      {
        base: { ...baseContract, mail: { identityArn: "arn", domainName: "example.com" } },
        environment: { DEFAULT_FROM_EMAIL: "Shop <noreply@Shop.Example.com>" },
      },
    ],
    [
      "any sender where mail goes another way",
      {
        base: { ...baseContract, mail: { identityArn: "arn", domainName: "example.com" } },
        mail: { enabled: false },
        environment: { DEFAULT_FROM_EMAIL: "shop@acme.org" },
      },
    ],
    [
      "a port that the base has opened",
      {
        base: withPorts([8000, 3000, 5555]),
        services: { monitor: { command: ["flower"], port: 5555, route: MONITOR } },
      },
    ],
    [
      "a port on a base that doesn't say its ports yet",
      { services: { monitor: { command: ["flower"], port: 5555, route: MONITOR } } },
    ],
    [
      "opening hours over midnight",
      { openingHours: { enabled: true, start: "18:00", stop: "02:00", timeZone: "Europe/Berlin" } },
    ],
    [
      "a deeper path of a service of its own",
      {
        services: {
          ws: { command: ["daphne"], route: { enabled: true, paths: ["/api/ws/*"], healthCheckPath: "/h" } },
        },
      },
    ],
  ])("%s", (_, args) => {
    expect(problems(args)).toEqual([]);
  });

  test("the base may be unknown, as in a stack's config", () => {
    expect(checkDjangoAppArgs("alpha", {})).toEqual([]);
    expect(
      checkDjangoAppArgs("alpha", { base: pulumi.output(baseContract), dns: true, mail: { enabled: true } }),
    ).toEqual([]);
  });
});

describe("what is wrong, and what to write instead", () => {
  test.each<[string, string]>([
    ["Alpha", 'is "Alpha".'],
    ["2pac", 'is "2pac".'],
    ["alpha-", 'is "alpha-".'],
    ["a".repeat(41), `is "${"a".repeat(41)}".`],
  ])("the name %s", (name, given) => {
    expect(problems({}, name)).toEqual([
      `name: ${given} Write at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in the names of all resources.`,
    ]);
  });

  test.each<[string, unknown, string[]]>([
    [
      "no base",
      { base: undefined },
      [
        "base: is missing. Pass the contract of a DjangoBase: `base.contract` in one program, the stack output `contract` of its stack otherwise.",
      ],
    ],
    [
      "a base of another version",
      { base: { ...baseContract, version: 3 } },
      [
        "base.version: is 3, and this release of pulumi-aws-django reads version 2. Use the release that the base was made with.",
      ],
    ],
    [
      "a base that is something else",
      { base: { name: "base" } },
      [
        "base.version: is missing, and this release of pulumi-aws-django reads version 2. Run `pulumi up` on the base's stack with the same release of pulumi-aws-django as the app's.",
      ],
    ],
    [
      "records without a zone",
      { dns: true, base: { ...baseContract, zoneId: undefined } },
      [
        "dns: is true, and the base has no Route 53 zone. Write false and make the records where your domain is, or give the base a zoneId.",
      ],
    ],
    [
      "mail without a sender",
      { mail: { enabled: true } },
      ["mail.enabled: is true, and the base has no mail. Write false, or `mail.enabled: true` for the base."],
    ],
    [
      "service discovery without a namespace",
      { serviceDiscovery: { enabled: true } },
      [
        "serviceDiscovery.enabled: is true, and the base has no namespace. Write false, or `serviceDiscovery.enabled: true` for the base.",
      ],
    ],
    [
      "a request that outlasts the load balancer",
      { requestTimeoutSeconds: 90 },
      [
        "requestTimeoutSeconds: is 90. The base's load balancer gives up after 65 seconds. Write at most 65, or raise `loadBalancer.idleTimeoutSeconds` of the base.",
      ],
    ],
    [
      "a request time limit that is none",
      { requestTimeoutSeconds: 0.5 },
      ["requestTimeoutSeconds: is 0.5. Write a whole number from 1 to 3600."],
    ],
    [
      "a host name that no listener rule takes",
      { hostName: `${"a.".repeat(59)}example.com` },
      [
        `hostName: is "${"a.".repeat(59)}example.com". A load balancer takes at most 128 characters. Write a shorter one.`,
      ],
    ],
    [
      "redirected names that are none, twice there, answered on, or not covered",
      {
        hostName: "shop.example.com",
        redirectedHostNames: [
          "WWW.example.com",
          "a.example.com",
          "a.example.com",
          "shop.example.com",
          "b.acme.org",
        ],
      },
      [
        'redirectedHostNames[4]: is "b.acme.org". The base\'s certificate covers example.com and its direct subdomains, and no other name. Write one of these, for example "b.example.com"; or give the app a certificateArn for this name.',
        'redirectedHostNames[0]: is "WWW.example.com". Write a host name in small letters, without scheme, path or port: "www.example.com".',
        'redirectedHostNames[2]: is "a.example.com". It is there twice. Take one out.',
        'redirectedHostNames[3]: is "shop.example.com". The app answers on it (hostName). Take it out.',
      ],
    ],
    [
      "more redirected names than a rule takes, one of them the app's own without a setting",
      { redirectedHostNames: ["alpha", "a", "b", "c", "d", "e"].map((name) => `${name}.example.com`) },
      [
        'redirectedHostNames[0]: is "alpha.example.com". The app answers on it: hostName isn\'t set. Write another hostName, or take it out here.',
        "redirectedHostNames: has 6 names, and a rule of the load balancer takes 5. Take out the others.",
      ],
    ],
    [
      "a certificate that is none",
      { certificateArn: "shop" },
      [
        'certificateArn: is "shop". Write the ARN of an ACM certificate: "arn:aws:acm:<region>:<account>:certificate/<id>".',
      ],
    ],
    [
      "a certificate of another region, and a record in another zone",
      {
        hostName: "shop.acme.org",
        dns: true,
        certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1",
      },
      [
        'certificateArn: is "arn:aws:acm:eu-west-1:111122223333:certificate/1". The load balancer is in us-east-1. Write a certificate of us-east-1.',
        "dns: is true, and shop.acme.org isn't in the zone of the base, example.com. Take it out, and make the record where that name's domain is.",
      ],
    ],
    [
      "a host name in another domain",
      { hostName: "shop.acme.org" },
      [
        'hostName: is "shop.acme.org". The base\'s certificate covers example.com and its direct subdomains, and no other name. Write one of these, for example "shop.example.com"; or give the app a certificateArn for this name.',
      ],
    ],
    [
      "a host name two labels below the domain, where no record is wanted",
      { hostName: "shop.eu.example.com", dns: false },
      [
        'hostName: is "shop.eu.example.com". The base\'s certificate covers example.com and its direct subdomains, and no other name. Write one of these, for example "shop.example.com"; or give the app a certificateArn for this name.',
      ],
    ],
    [
      "a host name that only ends like the domain",
      { hostName: "shopexample.com" },
      [
        'hostName: is "shopexample.com". The base\'s certificate covers example.com and its direct subdomains, and no other name. Write one of these, for example "shopexample.example.com"; or give the app a certificateArn for this name.',
      ],
    ],
    [
      "the host name of the base's files",
      {
        hostName: "assets.example.com",
        base: { ...baseContract, assets: { ...baseContract.assets, cdnHostName: "assets.example.com" } },
      },
      [
        'hostName: is "assets.example.com". The base serves files on it (`assets.cdn.domainName`). Write another.',
      ],
    ],
    [
      "a domain that leaves no room for the app",
      { base: { ...baseContract, domainName: `${"a.".repeat(57)}example.com` } },
      [
        `hostName: is "alpha.${"a.".repeat(57)}example.com". A load balancer takes at most 128 characters. Write a shorter one.`,
      ],
    ],
    [
      "a host name with a dot at the end",
      { hostName: "shop.example.com." },
      [
        'hostName: is "shop.example.com.". Write a host name in small letters, without scheme, path or port: "shop.example.com".',
      ],
    ],
    [
      "a host name as DNS doesn't have it",
      { hostName: "Müsli.example.com" },
      [
        'hostName: is "Müsli.example.com". Write a host name in small letters, without scheme, path or port: "xn--msli-0ra.example.com".',
      ],
    ],
    [
      "a host name with an underscore",
      { hostName: "my_shop.example.com" },
      [
        'hostName: is "my_shop.example.com". There are no underscores in host names. Write a host name in small letters, without scheme, path or port: "alpha.example.com".',
      ],
    ],
    [
      "a host name with a label that is too long",
      { hostName: `${"a".repeat(64)}.example.com` },
      [
        `hostName: is "${"a".repeat(64)}.example.com". No part between two dots may have more than 63 characters. Write a host name in small letters, without scheme, path or port: "alpha.example.com".`,
      ],
    ],
    [
      "senders that SES doesn't send for",
      {
        base: { ...baseContract, mail: { identityArn: "arn", domainName: "mail.example.com" } },
        environment: { DEFAULT_FROM_EMAIL: "Shop <shop@acme.org>", SERVER_EMAIL: "root@example.com" },
        workers: { default: { environment: { DEFAULT_FROM_EMAIL: "webmaster@localhost" } } },
      },
      [
        'environment.DEFAULT_FROM_EMAIL: is "Shop <shop@acme.org>". The base sends mail for mail.example.com only. Write an address of that domain, or `mail.enabled: false` where mail goes another way.',
        'environment.SERVER_EMAIL: is "root@example.com". The base sends mail for mail.example.com only. Write an address of that domain, or `mail.enabled: false` where mail goes another way.',
        'workers.default.environment.DEFAULT_FROM_EMAIL: is "webmaster@localhost". The base sends mail for mail.example.com only. Write an address of that domain, or `mail.enabled: false` where mail goes another way.',
      ],
    ],
    [
      "a topic of another region",
      { alarms: { enabled: true, topicArn: "arn:aws:sns:eu-west-1:111122223333:alarms" } },
      [
        'alarms.topicArn: is "arn:aws:sns:eu-west-1:111122223333:alarms". Alarms in us-east-1 can\'t write to eu-west-1. Write a topic of us-east-1.',
      ],
    ],
    [
      "a port that the load balancer may not connect to",
      {
        base: withPorts([8000, 3000]),
        services: { monitor: { command: ["flower"], port: 5555, route: MONITOR } },
      },
      [
        "services.monitor.port: is 5555, and the base's load balancer may connect to ports 8000 and 3000 of tasks only. Write one of them, or add 5555 to `loadBalancer.targetPorts` of the base and bring it up.",
      ],
    ],
    [
      "ports of the app itself that the load balancer may not connect to",
      {
        base: withPorts([9000]),
        services: {
          monitor: { command: ["flower"], route: MONITOR },
          alone: { command: ["sleep"] },
        },
      },
      [
        "gunicorn: listens on port 8000, and the base's load balancer may connect to port 9000 of tasks only. To have it behind the load balancer, add 8000 to `loadBalancer.targetPorts` of the base and bring it up.",
        "services.monitor.port: is 8000 where it isn't set, and the base's load balancer may connect to port 9000 of tasks only. Write one of them, or add 8000 to `loadBalancer.targetPorts` of the base and bring it up.",
        "frontend: listens on port 3000, and the base's load balancer may connect to port 9000 of tasks only. To have it behind the load balancer, add 3000 to `loadBalancer.targetPorts` of the base and bring it up.",
      ],
    ],
    [
      "a URL for a host name",
      { hostName: "https://alpha.example.com" },
      [
        'hostName: is "https://alpha.example.com". Write a host name in small letters, without scheme, path or port: "alpha.example.com".',
      ],
    ],
    [
      "a capacity that doesn't exist",
      { capacity: "cheap" },
      ['capacity: is "cheap". Write one of "on-demand", "spot", "mixed".'],
    ],
    [
      "an architecture that doesn't exist",
      { workers: { default: { architecture: "arm" } } },
      ['workers.default.architecture: is "arm". Write one of "x86_64", "arm64".'],
    ],
    [
      "an image that doesn't exist",
      { services: { ws: { command: ["x"], image: "api" } } },
      ['services.ws.image: is "api". Write one of "backend", "frontend".'],
    ],
    [
      "insights that don't exist",
      { containerInsights: "on" },
      ['containerInsights: is "on". Write one of "disabled", "enabled", "enhanced".'],
    ],
    [
      "a CPU size that doesn't exist",
      { gunicorn: { cpu: 1000 } },
      [
        "gunicorn.cpu: is 1000. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
      ],
    ],
    [
      "memory that doesn't go with the CPU",
      { workers: { default: { cpu: 512, memoryMiB: 512 } } },
      [
        "workers.default.memoryMiB: is 512. With cpu 512 Fargate allows these, in MiB: 1024, 2048, 3072, 4096.",
      ],
    ],
    [
      "memory that doesn't go with a large CPU",
      { update: { cpu: 8192, memoryMiB: 17000 } },
      [
        "update.memoryMiB: is 17000. With cpu 8192 Fargate allows these, in MiB: 16384 to 61440 in steps of 4096.",
      ],
    ],
    [
      "too much disk",
      { frontend: { enabled: true, ephemeralStorageGiB: 20 } },
      ["frontend.ephemeralStorageGiB: is 20. Write a whole number from 21 to 200."],
    ],
    [
      "a read-only file system together with exec",
      { beat: { readonlyRootFilesystem: true } },
      [
        "beat.readonlyRootFilesystem: is true, and ECS Exec needs a writable file system. Write `exec: false` for the app, or take this out.",
      ],
    ],
    [
      "a relative directory",
      { exec: false, gunicorn: { writablePaths: ["tmp/"] } },
      [
        'gunicorn.writablePaths[0]: is "tmp/". Write an absolute path without a slash at the end: "/var/cache/app".',
      ],
    ],
    [
      "an empty command",
      { gunicorn: { command: [] } },
      ['gunicorn.command: is empty. Write one word an element: ["python", "manage.py", "clearsessions"].'],
    ],
    [
      "no command",
      { scheduledCommands: { clear: { schedule: "rate(1 day)" } } },
      [
        'scheduledCommands.clear.command: is missing. Write one word an element: ["python", "manage.py", "clearsessions"].',
      ],
    ],
    [
      "a schedule of crontab",
      { scheduledCommands: { clear: { command: ["x"], schedule: "0 3 * * *" } } },
      [
        'scheduledCommands.clear.schedule: is "0 3 * * *". Write "cron(<minutes> <hours> <day of month> <month> <day of week> <year>)" with ? for one of the two days, "rate(1 hour)" or "at(2030-01-01T00:00:00)".',
      ],
    ],
    [
      "a cron expression with two days",
      { scheduledCommands: { clear: { command: ["x"], schedule: "cron(0 3 * * * *)" } } },
      [
        'scheduledCommands.clear.schedule: is "cron(0 3 * * * *)". Write "cron(<minutes> <hours> <day of month> <month> <day of week> <year>)" with ? for one of the two days, "rate(1 hour)" or "at(2030-01-01T00:00:00)".',
      ],
    ],
    [
      "a time zone that doesn't exist",
      { scheduledCommands: { clear: { command: ["x"], schedule: "rate(1 day)", timeZone: "Berlin" } } },
      ['scheduledCommands.clear.timeZone: is "Berlin". Write a name of the IANA database: "Europe/Berlin".'],
    ],
    [
      "a name that AWS doesn't take",
      { workers: { default: {}, Mail: {} } },
      [
        "workers.Mail: has a name that AWS or Celery can't take everywhere. Write at most 40 small letters, digits, hyphens and underscores, beginning with a letter and ending with a letter or digit.",
      ],
    ],
    [
      "the name of a process of the app",
      { services: { gunicorn: { command: ["x"] } } },
      ["services.gunicorn: has the name of a process of the app itself. Write another."],
    ],
    [
      "the name that a process of the app has in AWS",
      { services: { "web-ui": { command: ["x"] } }, workers: { default: {}, update: {} } },
      [
        "workers.update: has the name of a process of the app itself. Write another.",
        "services.web-ui: has the name of a process of the app itself. Write another.",
      ],
    ],
    [
      "a name twice",
      { workers: { default: {}, mail: {} }, services: { mail: { command: ["x"] } } },
      ["services.mail: has the name of a process of workers.mail. Write another."],
    ],
    [
      "the name of another's templates",
      {
        workers: { default: {}, "clear-template": {} },
        scheduledCommands: { clear: { command: ["x"], schedule: "rate(1 day)" } },
      },
      [
        "scheduledCommands.clear: keeps its templates under the name of workers.clear-template. Give one of the two another name.",
      ],
    ],
    [
      "no worker for the default queue",
      { workers: { mail: {} } },
      [
        'workers: has no worker for the queue default, where Celery puts tasks without a queue of their own. Add `default: {}`, or "default" to the `queues` of a worker.',
      ],
    ],
    [
      "a worker without queues",
      { workers: { default: {}, mail: { queues: [] } } },
      [
        "workers.mail.queues: is empty. Write the queues that the worker consumes, or leave it out for the queue mail.",
      ],
    ],
    [
      "a queue that Celery would split",
      { workers: { default: { queues: ["default", "a,b"] } } },
      ['workers.default.queues[1]: is "a,b". Write letters, digits and .-_ only.'],
    ],
    [
      "beat without workers",
      { workers: {}, beat: { enabled: true } },
      [
        "beat.enabled: is true, and nobody would work on what beat sends to alpha.default: there are no workers. Take out beat, or add a worker.",
      ],
    ],
    [
      "fewer tasks at most than at least",
      { gunicorn: { scaling: { min: 3, max: 2 } } },
      ["gunicorn.scaling.max: is 2. Write at least `min` (3)."],
    ],
    [
      "autoscaling from nothing",
      { gunicorn: { scaling: { min: 0, max: 2 } } },
      [
        "gunicorn.scaling.min: is 0. Autoscaling measures running tasks, so it never gets from 0 to 2. Write at least 1, or `max: 0` to leave the service off.",
      ],
    ],
    [
      "a target beyond reason",
      { gunicorn: { scaling: { max: 2, cpuPercent: 95 } } },
      ["gunicorn.scaling.cpuPercent: is 95. Write a whole number from 10 to 90."],
    ],
    [
      "requests of a worker",
      { workers: { default: { scaling: { max: 2, requestsPerMinute: 100 } } } },
      [
        "workers.default.scaling.requestsPerMinute: is 100. The process isn't behind the load balancer, which counts requests. Write `cpuPercent` or `memoryPercent` instead.",
      ],
    ],
    [
      "a schedule of a service",
      {
        frontend: {
          enabled: true,
          scaling: { schedules: { night: { schedule: "at(22:00)", min: 2, max: 1 } } },
        },
      },
      [
        'frontend.scaling.schedules.night.schedule: is "at(22:00)". Write "cron(<minutes> <hours> <day of month> <month> <day of week> <year>)" with ? for one of the two days, "rate(1 hour)" or "at(2030-01-01T00:00:00)".',
        "frontend.scaling.schedules.night.max: is 1. Write at least `min` (2).",
      ],
    ],
    [
      "more than Fargate waits",
      { services: { ws: { command: ["x"], stopTimeoutSeconds: 300 } } },
      ["services.ws.stopTimeoutSeconds: is 300. Write a whole number from 1 to 120."],
    ],
    [
      "a port that nobody connects to",
      { services: { ws: { command: ["x"], port: 8000 } } },
      [
        "services.ws.port: is 8000. Nothing connects to it: the process isn't behind the load balancer. Write `route.enabled: true`, or take out `port`.",
      ],
    ],
    [
      "a health check of a container",
      { gunicorn: { containerHealthCheck: { enabled: true, command: [], intervalSeconds: 1 } } },
      [
        'gunicorn.containerHealthCheck.command: is empty. Write one word an element: ["curl", "-f", "http://localhost"].',
        "gunicorn.containerHealthCheck.intervalSeconds: is 1. Write a whole number from 5 to 300.",
      ],
    ],
    [
      "a service that answers nothing",
      { services: { ws: { command: ["x"], route: { enabled: true } } } },
      [
        'services.ws.route.paths: is empty. Write the paths that the process answers, for example "/ws/*".',
        'services.ws.route.healthCheckPath: is missing. Write a path that answers when the process is healthy, for example "/health/".',
      ],
    ],
    [
      "a path without a slash",
      { gunicorn: { route: { paths: ["api/*"] } } },
      [
        'gunicorn.route.paths[0]: is "api/*". Write a path that begins with / and has at most 128 letters, digits, wildcards (* and ?) and _-.$/~"\'@:+&, for example "/ws/*".',
      ],
    ],
    [
      "status codes in words",
      { frontend: { enabled: true, route: { healthCheckCodes: "ok" } } },
      ['frontend.route.healthCheckCodes: is "ok". Write status codes: "200", "200,302" or "200-399".'],
    ],
    [
      "a health check that takes longer than its interval",
      { gunicorn: { route: { healthCheckIntervalSeconds: 10, healthCheckTimeoutSeconds: 10 } } },
      ["gunicorn.route.healthCheckTimeoutSeconds: is 10. Write a whole number from 2 to 9."],
    ],
    [
      "thresholds and a cookie that a load balancer doesn't have",
      { gunicorn: { route: { healthyThreshold: 1, unhealthyThreshold: 11, stickinessSeconds: 0 } } },
      [
        "gunicorn.route.healthyThreshold: is 1. Write a whole number from 2 to 10.",
        "gunicorn.route.unhealthyThreshold: is 11. Write a whole number from 2 to 10.",
        "gunicorn.route.stickinessSeconds: is 0. Write a whole number from 1 to 604800.",
      ],
    ],
    [
      "the same path twice",
      { frontend: { enabled: true, route: { paths: ["/api/*"] } } },
      ["frontend.route.paths: has /api/*, and so has gunicorn.route.paths. Take it out of one of the two."],
    ],
    [
      "a position twice",
      { frontend: { enabled: true, route: { position: 58 } } },
      [
        "frontend.route.position: has a rule at position 58, and so has gunicorn. Write another `position` here, a free one near by: 59, 60, 61.",
      ],
    ],
    [
      "a position that hides another's path",
      { frontend: { enabled: true, route: { position: 3 } } },
      [
        "gunicorn.route.paths: has /admin/* at position 58, but frontend takes it all with /* at position 3. Write a `position` below 3 for gunicorn.route, or other paths.",
        "gunicorn.route.paths: has /api/* at position 58, but frontend takes it all with /* at position 3. Write a `position` below 3 for gunicorn.route, or other paths.",
        "gunicorn.route.paths: has /graphql/* at position 58, but frontend takes it all with /* at position 3. Write a `position` below 3 for gunicorn.route, or other paths.",
      ],
    ],
    [
      "rules beyond the band",
      { frontend: undefined, gunicorn: { route: { paths: ["/a/*", "/a/b/*"], position: 98 } } },
      ["gunicorn.route.position: leads to a rule at position 99, and the last one is 98. Write a lower one."],
    ],
    [
      "a band that doesn't exist",
      { routing: { band: 500 } },
      ["routing.band: is 500. Write a whole number from 0 to 499."],
    ],
    [
      "a variable that can't be one",
      { environment: { "LOG-LEVEL": "info" } },
      [
        "environment.LOG-LEVEL: can't be the name of an environment variable. Write letters, digits and underscores, not beginning with a digit.",
      ],
    ],
    [
      "a name that is plain and secret",
      { environment: { A: "1" }, secretValues: { A: "2" } },
      [
        "secretValues.A: is in environment too. A container has one value for a name: take out one of the two.",
      ],
    ],
    [
      "a secret by value, which the message doesn't repeat, whatever is in it",
      { gunicorn: { secrets: { TOKEN: "top. Write secret" } } },
      [
        'gunicorn.secrets.TOKEN: isn\'t an ARN. Write the ARN of a secret ("arn:aws:secretsmanager:<region>:<account>:secret:<name>", or that with ":<json key>::" after it) or of an SSM parameter; a value goes into secretValues.',
      ],
    ],
    [
      "an empty secret",
      { secretValues: { A: "" } },
      [
        "secretValues.A: is empty, and AWS keeps no empty secret. Write a value with `pulumi config set --secret`, or leave it out.",
      ],
    ],
    [
      "a retired secret that nothing has",
      {
        secrets: { TOKEN: SECRET },
        frontend: { enabled: true, secrets: { KEY: SECRET } },
        retiredSecrets: ["KEY", "TOKN"],
      },
      [
        'retiredSecrets[1]: is "TOKN". Nothing has a secret of that name. Leave it in secrets or secretValues until a release has replaced what reads it, then take it out of both.',
      ],
    ],
    [
      "a map that is a secret as a whole",
      { secretValues: pulumi.secret({ A: "b" }), workers: pulumi.output({}) },
      [
        "secretValues: is an output (or a secret) as a whole, and what is in it decides which resources there are. Write its names as they are, and only the values as outputs or secrets.",
        "workers: is an output (or a secret) as a whole, and what is in it decides which resources there are. Write its names as they are, and only the values as outputs or secrets.",
      ],
    ],
    [
      "days that CloudWatch doesn't know",
      { logs: { retentionDays: 0 } },
      [
        "logs.retentionDays: is 0. Write one of the values that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.",
      ],
    ],
    [
      "a topic and addresses",
      {
        alarms: {
          enabled: true,
          topicArn: "arn:aws:sns:us-east-1:111122223333:ops",
          emails: ["ops@example.com"],
        },
      },
      [
        "alarms.emails: is given together with topicArn: only the topic that the app makes can have subscribers from here. Take out one of the two.",
      ],
    ],
    [
      "a topic by name",
      { alarms: { enabled: true, topicArn: "ops", cpuPercent: 0 } },
      [
        "alarms.cpuPercent: is 0. Write a whole number from 1 to 100.",
        'alarms.topicArn: is "ops". Write the ARN of an SNS topic: "arn:aws:sns:<region>:<account>:<name>".',
      ],
    ],
    [
      "an address that is none",
      { alarms: { enabled: true, emails: ["ops"] } },
      ['alarms.emails[0]: is "ops". Write a mail address.'],
    ],
    [
      "settings of parts that are off, by default or because they are turned off",
      {
        frontend: { cpu: 512 },
        workers: {},
        beat: { memoryMiB: 1024 },
        alarms: { enabled: false, emails: ["ops@example.com"], cpuPercent: 80 },
        openingHours: { start: "08:00", stop: "18:00" },
      },
      [
        "frontend: is off, and has cpu. Write `frontend.enabled: true`, or take that out.",
        "beat: is off, and has memoryMiB. Write `beat.enabled: true`, or take that out.",
        "openingHours: is off, and has start, stop. Write `openingHours.enabled: true`, or take these out.",
        "alarms: is off, and has emails, cpuPercent. Write `alarms.enabled: true`, or take these out.",
      ],
    ],
    [
      "settings of a route and of a health check that are off",
      {
        services: { ws: { command: ["daphne"], route: { paths: ["/ws/*"], healthCheckPath: "/ws/" } } },
        workers: { default: { containerHealthCheck: { enabled: false, command: ["true"] } } },
      },
      [
        "workers.default.containerHealthCheck: is off, and has command. Write `workers.default.containerHealthCheck.enabled: true`, or take that out.",
        "services.ws.route: is off, and has paths, healthCheckPath. Write `services.ws.route.enabled: true`, or take these out.",
      ],
    ],
    [
      "opening hours without hours",
      { openingHours: { enabled: true, weekends: true } },
      [
        'openingHours.start: is missing. Write a time of day with two digits each: "07:30".',
        'openingHours.stop: is missing. Write a time of day with two digits each: "07:30".',
      ],
    ],
    [
      "a health check without a command",
      { gunicorn: { containerHealthCheck: { enabled: true } } },
      [
        'gunicorn.containerHealthCheck.command: is empty. Write one word an element: ["curl", "-f", "http://localhost"].',
      ],
    ],
    [
      "times of day",
      { openingHours: { enabled: true, start: "7:30", stop: "24:00", timeZone: "+01:00" } },
      [
        'openingHours.start: is "7:30". Write a time of day with two digits each: "07:30".',
        'openingHours.stop: is "24:00". Write a time of day with two digits each: "07:30".',
        'openingHours.timeZone: is "+01:00". Write a name of the IANA database: "Europe/Berlin".',
      ],
    ],
    [
      "a day without length",
      { openingHours: { enabled: true, start: "08:00", stop: "08:00" } },
      ['openingHours.stop: is "08:00". Write another time than `start`, or `enabled: false`.'],
    ],
    [
      "numbers of processes",
      {
        gunicorn: { processes: 0, threads: 1.5 },
        workers: { default: { concurrency: 0, taskTimeoutSeconds: 0 } },
      },
      [
        "gunicorn.processes: is 0. Write a whole number from 1 to 1000.",
        "gunicorn.threads: is 1.5. Write a whole number from 1 to 1000.",
        "workers.default.concurrency: is 0. Write a whole number from 1 to 1000.",
        "workers.default.taskTimeoutSeconds: is 0. Write a whole number from 1 to 604800.",
      ],
    ],
  ])("%s", (_, args, expected) => {
    expect(problems({ frontend: { enabled: true }, ...(args as object) })).toEqual(expected);
  });

  test("all of it at once", () => {
    const wrong = {
      hostName: "x",
      capacity: undefined,
      gunicorn: { cpu: 1 },
      logs: { retentionDays: 2 },
      workers: { mail: {} },
    };
    expect(problems(wrong, "Alpha").map((line) => line.split(":")[0])).toEqual([
      "name",
      "hostName",
      "logs.retentionDays",
      "workers",
      "gunicorn.cpu",
    ]);
  });
});
