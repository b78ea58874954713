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


base = DjangoBase(
    "base",
    {"domainName": "example.com", "zoneId": "Z0123456789ABCDEFGHIJ", "durability": "disposable"},
)
app = DjangoApp(
    "beta",
    {
        "base": base.contract,
        "workers": {"default": {}, "mail": {"capacity": "spot"}},
        "beat": {"enabled": False},
        "environment": {"DB_PASSWORD": {"from": "POSTGRES_PASSWORD"}},
        "secretValues": {"STRIPE_KEY": pulumi.Output.secret("sk_live_of_the_test")},
    },
)

pulumi.export("url", app.url)
