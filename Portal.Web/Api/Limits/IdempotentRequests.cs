using System.Collections.Immutable;
using System.Text;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Web.Api.Authentication;
using Portal.Web.Identity;

namespace Portal.Web.Api.Limits;

/// <summary>Marks the routes that do something once per <c>Idempotency-Key</c>.</summary>
internal sealed class HonoursIdempotencyKey;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is done once: the first answer is kept and given again to whoever repeats the
/// request. Only answers by which something is decided are kept; a failure may be tried again with the same key,
/// unless it came after a commit: what was done then must not be done again.
/// </summary>
internal sealed class IdempotentRequests(
    RequestDelegate next,
    IdempotencyKeys keys,
    KeyReleases releases,
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

        var request = new KeyedRequest(me.PersonId, key, await marks.Of(http, me.PersonId, key));
        if (!await token.Holds(http.RequestAborted))
        {
            await token.Refuse(http).ExecuteAsync(http);
            return;
        }

        await (
            await Take(request) switch
            {
                KeyState.First => Do(http, request),
                KeyState.Answered answer => Repeat(http, answer),
                KeyState.TakenByAnother => KeyConflict.Used(http),
                _ => KeyConflict.UnderWay(http),
            }
        );
    }

    private async Task<KeyState> Take(KeyedRequest request)
    {
        try
        {
            return await keys.Take(request);
        }
        catch
        {
            await releases.Release(request);
            throw;
        }
    }

    private async Task Do(HttpContext http, KeyedRequest request)
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
            await Settle(http, request, answer.ToArray(), done.CameToCommit);
        }
        catch when (!done.CameToCommit)
        {
            await releases.Release(request);
            throw;
        }
        finally
        {
            http.Response.Body = wire;
        }

        answer.Position = 0;
        await answer.CopyToAsync(wire, gone);
    }

    private async Task Settle(HttpContext http, KeyedRequest request, byte[] body, bool cameToCommit)
    {
        var status = http.Response.StatusCode;
        // What isn't there may be there in a moment, and nothing was done.
        var isDecided = status is (>= 200 and < 300) or 409 or 422 || (status == 404 && cameToCommit);
        if (isDecided && !http.IsUndecided())
        {
            await keys.Remember(request, new(status, Encoding.UTF8.GetString(body), Kept(http.Response.Headers)));
        }
        else if (isDecided || !cameToCommit)
        {
            await releases.Release(request);
        }
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
}
