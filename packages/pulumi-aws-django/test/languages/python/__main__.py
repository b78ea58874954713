"""A base and an app in Python, by their tokens: a generated SDK would have a class for each."""

import pulumi


class DjangoBase(pulumi.ComponentResource):
    contract: pulumi.Output[dict]

    def __init__(self, name: str, args: dict):
        outputs = {"contract": None}
        super().__init__("pulumi-aws-django:index:DjangoBase", name, {**args, **outputs}, remote=True)


class DjangoApp(pulumi.ComponentResource):
    url: pulumi.Output[str]
    deploy_targets: pulumi.Output[dict]

    def __init__(self, name: str, args: dict):
        outputs = {"url": None, "serviceNames": None}
        super().__init__("pulumi-aws-django:index:DjangoApp", name, {**args, **outputs}, remote=True)


# Without a domain, or with one.
is_trial = pulumi.Config().get_bool("trial")
domain = {"domainName": "example.com", "zoneId": "Z0123456789ABCDEFGHIJ"}
trial = {"trial": {"app": "beta"}}

base = DjangoBase("base", {"durability": "disposable", **(trial if is_trial else domain)})
app = DjangoApp(
    "beta",
    {
        "base": base.contract,
        # Nobody knows yet whether the base has a zone.
        **({"dns": False} if is_trial else {}),
        "workers": {"default": {}, "mail": {"capacity": "spot"}},
        "beat": {"enabled": False},
        "environment": {"DB_PASSWORD": {"from": "POSTGRES_PASSWORD"}},
        "secretValues": {"STRIPE_KEY": pulumi.Output.secret("sk_live_of_the_test")},
    },
)

pulumi.export("url", app.url)
