using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Specs;
using Portal.Web.Api.Authentication;
using Portal.Web.Api.Limits;

namespace Portal.Web.Api.Specs;

/// <summary>The documents of a request, and an answer as whoever sent them reads it.</summary>
internal sealed class SpecBody(SpecReader reader) : IDisposable
{
    // For scripts that read no JSON.
    private const string ChangesHeader = "Portal-Changes";
    private const string AwaitedHeader = "Portal-Awaited";
    private const string RefusedHeader = "Portal-Refused";
    private const int MostDocuments = 20_000;
    private const string NotText = "This isn't text in UTF-8.";

    // A large one takes seconds of a core: others wait, and the pages don't.
    private readonly SemaphoreSlim _turns = new(initialCount: 2);

    public async Task<IResult> Answer<T>(
        HttpContext http,
        Func<IReadOnlyList<SpecDocument>, Task<Outcome<T>>> act,
        Func<T, Task<SpecAnswer>> show,
        CancellationToken stop
    )
    {
        string text;
        try
        {
            text = await Text(http, stop);
        }
        catch (DecoderFallbackException)
        {
            return Refused(http, Problem.Of(new Refusal(RefusalKind.Invalid, NotText)), $"{NotText}\n");
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == 413)
        {
            var words = Problem.TooLong(http);
            return Refused(http, Problem.Of(413, words), $"{words}\n");
        }

        await _turns.WaitAsync(stop);
        try
        {
            var token = http.RequestServices.GetRequiredService<PresentToken>();
            if (!await token.Holds(stop))
            {
                var ended = token.Refuse(http);
                return Refused(http, ended, $"{ended.ProblemDetails.Detail}\n");
            }

            var outcome = Read(text) switch
            {
                Outcome<IReadOnlyList<SpecDocument>>.Done(var documents) => await act(documents),
                Outcome<IReadOnlyList<SpecDocument>>.Refused(var unreadable) => unreadable,
                _ => throw new InvalidOperationException(),
            };
            return await Answer(http, outcome, show);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private static async Task<IResult> Answer<T>(HttpContext http, Outcome<T> outcome, Func<T, Task<SpecAnswer>> show)
    {
        if (outcome is not Outcome<T>.Done(var done))
        {
            var why = ((Outcome<T>.Refused)outcome).Why;
            return Refused(http, Problem.Of(why), Lines(why));
        }

        var answer = await show(done);
        http.Response.Headers[ChangesHeader] = $"{answer.Changes}";
        http.Response.Headers[AwaitedHeader] = string.Join(' ', answer.Awaited.Distinct());
        if (answer.IsRefused)
        {
            http.Response.Headers[RefusedHeader] = "part";
            http.LeaveUndecided(); // applied again, it requests the rest
        }

        return IsForTerminal(http) ? TypedResults.Text($"{answer.Text}") : TypedResults.Ok(answer.Json);
    }

    private static IResult Refused(HttpContext http, ProblemHttpResult problem, string text) =>
        IsForTerminal(http) ? TypedResults.Text(text, statusCode: problem.StatusCode) : problem;

    private static bool IsForTerminal(HttpContext http) =>
        http.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == "text/plain");

    // A line for each place, as compilers say it: file, line and column first.
    private static string Lines(Refusal why) =>
        string.Concat((why.Fields ?? ImmutableDictionary<string, string>.Empty).Select(p => $"{p.Key}: {p.Value}\n"))
        + (why.Fields is { Count: 1 } ? "" : $"{why.Words}\n");

    private static async Task<string> Text(HttpContext http, CancellationToken stop)
    {
        using var body = new StreamReader(http.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return await body.ReadToEndAsync(stop);
    }

    private Outcome<IReadOnlyList<SpecDocument>> Read(string text)
    {
        var (documents, problems) = reader.Read(text);
        return problems.Count > 0 ? problems.ToRefusal()
            : documents.Count > MostDocuments
                ? new Refusal(
                    RefusalKind.Invalid,
                    $"These are {documents.Count:N0} documents; {MostDocuments:N0} are taken at once. Apply them folder by folder."
                )
            : documents.Count == 0 ? new Refusal(RefusalKind.Invalid, "There is no document in this.")
            : new Outcome<IReadOnlyList<SpecDocument>>.Done(documents);
    }
}
