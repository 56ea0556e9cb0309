using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.Tests.Kit;

/// <summary>Passes requests on to an engine with an HTTP API, and its answers back.</summary>
public sealed class Forwarding(Uri target) : IDisposable
{
    private readonly HttpClient _http = new();

    public async Task Pass(HttpContext context)
    {
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri($"{target.GetLeftPart(UriPartial.Authority)}{path}")
        );
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var answer = await _http.SendAsync(request);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    public void Dispose() => _http.Dispose();
}
