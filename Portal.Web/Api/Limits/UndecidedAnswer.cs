namespace Portal.Web.Api.Limits;

/// <summary>
/// Answers that decide nothing for good: the same request may be answered otherwise in a moment, so none is kept under its <c>Idempotency-Key</c>,
/// and doing it once more is safe.
/// </summary>
internal static class UndecidedAnswer
{
    private static readonly object Mark = new();

    public static bool IsUndecided(this HttpContext http) => http.Items.ContainsKey(Mark);

    public static void LeaveUndecided(this HttpContext http) => http.Items[Mark] = Mark;

    /// <summary>A filter of routes that connect to an engine before anything is stored: what they refuse, they may take once it answers.</summary>
    public static async ValueTask<object?> WhereRefused(
        EndpointFilterInvocationContext call,
        EndpointFilterDelegate next
    )
    {
        var answer = await next(call);
        if (answer is INestedHttpResult { Result: IStatusCodeHttpResult { StatusCode: >= 400 } })
        {
            call.HttpContext.LeaveUndecided();
        }

        return answer;
    }
}
