using System.Collections.Immutable;
using System.Text;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Web.Api.Authentication;
using Portal.Web.Identity;

namespace Portal.Web.Api.Limits;

/// <summary>Marks the routes that do something once per <c>Idempotency-Key</c>.</summary>
internal sealed class HonoursIdempotencyKey;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is done once: the first answer is kept and given again to whoever repeats the
/// request. Only answers that say that something was decided are kept; a failure may be tried again with the same key,
/// unless it came after a commit: what was done then must not be done again.
/// </summary>
internal sealed class IdempotentRequests(
    RequestDelegate next,
    IdempotencyKeys keys,
    RequestMarks marks,
    CommitWatch commits
)
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 200;

    public async Task InvokeAsync(HttpContext http, Me me, PresentToken token)
    {
        var key = http.Request.Headers[Header].ToString();
        var isFor =
            HttpMethods.IsPost(http.Request.Method)
            && key.Length > 0
            && me.IsHere
            && http.GetEndpoint()?.Metadata.GetMetadata<HonoursIdempotencyKey>() is not null;
        if (!isFor)
        {
            await next(http);
            return;
        }

        if (key.Length > LongestKey || key.Any(c => c is < ' ' or > '~'))
        {
            await Problem
                .Of(400, $"An {Header} has at most {LongestKey} characters, all of them plain text (ASCII).")
                .ExecuteAsync(http);
            return;
        }

        var request = await marks.Of(http, me.PersonId, key);
        if (!await token.Holds(http.RequestAborted))
        {
            await token.Refuse(http).ExecuteAsync(http);
            return;
        }

        await (
            await keys.Take(me.PersonId, key, request, http.RequestAborted) switch
            {
                KeyState.First => Do(http, me.PersonId, key),
                KeyState.Answered answer => Repeat(http, answer),
                KeyState.TakenByAnother => Refuse(http, "This key was used for another request. Take a new one."),
                _ => Refuse(
                    http,
                    "The first request with this key is still being answered. If this stays, its answer was lost: look whether it was done, then take a new key."
                ),
            }
        );
    }

    private async Task Do(HttpContext http, PersonId person, string key)
    {
        var wire = http.Response.Body;
        var gone = http.RequestAborted;
        http.RequestAborted = CancellationToken.None; // it is carried to its end, so that whoever asks again gets its answer
        var done = commits.Begin();
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        catch when (!done.CameToCommit)
        {
            await keys.Forget(person, key);
            throw;
        }
        finally
        {
            http.Response.Body = wire;
        }

        var body = answer.ToArray();
        if (http.Response.StatusCode is >= 200 and < 300 or 404 or 409 or 422)
        {
            await keys.Remember(
                person,
                key,
                new(http.Response.StatusCode, Encoding.UTF8.GetString(body), Kept(http.Response.Headers))
            );
        }
        else if (!done.CameToCommit)
        {
            await keys.Forget(person, key);
        }

        await wire.WriteAsync(body, gone);
    }

    private static async Task Repeat(HttpContext http, KeyState.Answered answer)
    {
        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.Headers["Idempotency-Replayed"] = "true";
        if (answer.Body.Length > 0)
        {
            await http.Response.WriteAsync(answer.Body, http.RequestAborted);
        }
    }

    // What the answer itself says; the others are the connection's, the server's or the limits', and are set each time.
    private static ImmutableSortedDictionary<string, string> Kept(IHeaderDictionary headers) =>
        headers
            .Where(header =>
                header.Key is "Content-Type" or "Location" or "ETag"
                || header.Key.StartsWith("Portal-", StringComparison.Ordinal)
            )
            .ToImmutableSortedDictionary(header => header.Key, header => $"{header.Value}", StringComparer.Ordinal);

    private static Task Refuse(HttpContext http, string words) => Problem.Of(409, words).ExecuteAsync(http);
}
