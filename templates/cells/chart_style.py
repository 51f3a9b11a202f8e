# @title Chart style
CHART_STYLE = {
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelColor": GREY,
        "titleColor": GREY,
        "tickColor": GREY,
        "domainColor": GREY,
        "gridColor": GREY,
        "gridOpacity": 0.25,
        "labelFontSize": 18,
        "titleFontSize": 18,
        "titleFontWeight": "normal",
        "labelFlush": False,
    },
    "legend": {
        "labelColor": GREY,
        "titleColor": GREY,
        "labelFontSize": 18,
        "titleFontSize": 18,
        "titleFontWeight": "normal",
        "columnPadding": 24,
        "titlePadding": 8,
    },
    "title": {"color": GREY, "fontSize": 18, "fontWeight": "normal", "anchor": "start"},
    "text": {"color": GREY, "fontSize": 18},
}
_ = alt.renderers.set_embed_options(actions=False)
