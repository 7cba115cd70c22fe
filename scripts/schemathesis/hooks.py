# Of what the server alone can give, nothing that is generated is right: cursors, and keys that no
# other request had.
import schemathesis


def without(name, given):
    return {one: value for one, value in given.items() if one.lower() != name}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    case.headers = without("idempotency-key", case.headers or {})
    if case.meta is not None and case.meta.generation.mode.is_negative:
        return
    case.query = without("cursor", case.query or {})
    if isinstance(case.body, dict):
        case.body = without("cursor", case.body)
