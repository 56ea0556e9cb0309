using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People;
using Portal.Web.Identity;

namespace Portal.Web.Api.Authentication;

/// <summary>
/// The token of a request. It is recognised when the headers came; the body may come long after them, and the token, or its person's access,
/// may have ended meanwhile. So whose body took long is recognised once more before anything is done.
/// </summary>
internal sealed class PresentToken(ApiTokens tokens, RecognisedTokens recognised, Me me, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private (string Plain, string? From, long At)? _sent;
    private string _why = "";

    public static async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var token = http.RequestServices.GetRequiredService<PresentToken>();
        return await token.Holds(http.RequestAborted) ? await next(call) : token.Refuse(http);
    }

    public async Task<Outcome<KnownToken>> Recognise(string plain, string? from, CancellationToken stop)
    {
        var answer = await tokens.Recognise(plain, from, stop);
        recognised.Note(plain, answer is Outcome<KnownToken>.Done);
        _sent = (plain, from, time.GetTimestamp());
        if (answer is Outcome<KnownToken>.Done(var known))
        {
            me.Is(known.Owner);
        }

        return answer;
    }

    /// <summary>Whether it may act now; asks the store if it was recognised more than a moment ago.</summary>
    public async Task<bool> Holds(CancellationToken stop)
    {
        if (_sent is not var (plain, from, at) || time.GetElapsedTime(at) < Soon)
        {
            return true;
        }

        if (await Recognise(plain, from, stop) is not Outcome<KnownToken>.Refused(var why))
        {
            return true;
        }

        _why = why.Words;
        return false;
    }

    /// <summary>As a token is answered that isn't known.</summary>
    public ProblemHttpResult Refuse(HttpContext http) => Refuse(http, _why);

    public static ProblemHttpResult Refuse(HttpContext http, string words)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"portal\"";
        return Problem.Of(401, words);
    }
}
