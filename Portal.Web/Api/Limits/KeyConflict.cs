namespace Portal.Web.Api.Limits;

/// <summary>
/// What a request is refused with for its <c>Idempotency-Key</c> and not for what it requests. Types of their own keep it apart from a decision, which is
/// a 409 as well.
/// </summary>
internal static class KeyConflict
{
    public static Task Used(HttpContext http) =>
        Problem
            .OfKey("key-used", "Key used", "This key was used for another request. Take a new one.")
            .ExecuteAsync(http);

    public static Task UnderWay(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Problem
            .OfKey(
                "key-under-way",
                "Request under way",
                "The first request with this key is still being answered. If this stays, its answer was lost: look whether it was done, then take a new key."
            )
            .ExecuteAsync(http);
    }
}
