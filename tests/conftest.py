"""What every test may ask for."""

pytest_plugins = [
    "tests.services.postgres", "tests.services.demo", "tests.services.browser", "tests.services.node",
    "tests.services.nginx", "tests.services.s3",
]
