"""Settings of the read API's description; everything else about it is stated on its views."""

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "NUM_PROXIES": 1,  # nginx states the address of who asks; who asks without it is known by their own
}

SPECTACULAR_SETTINGS = {
    "TITLE": "晋城市政府网站群数据接口",
    "DESCRIPTION": (
        "只读接口，内容与各站静态镜像一致，不需要登录。\n\n"
        "列表项和详情与镜像上页面旁的 JSON 文件形状相同：值等于默认值的字段省略；`url` 和文件的 `path` 是本站路径，"
        "前面加上所属站点的 `base_url` 即为完整地址。\n\n"
        "应答带 ETag，可用 If-None-Match 查询是否有变化。"
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["cms.api.schema.keep_own_addresses"],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "cms.api.schema.add_records", "search.schema.add_answers"],
}
