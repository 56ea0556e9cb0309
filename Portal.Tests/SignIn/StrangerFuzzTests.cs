using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.SignIn;

/// <summary>With a provider, an issuer and a bootstrap administrator, and for as many tries as a test makes.</summary>
public sealed class OpenDoorsWeb : ProvidedWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal)
        {
            ["environment"] = "Production",
            ["ReloadStaticAssetsAtRuntime"] = "false",
            ["Portal:Workloads:Issuers:ci:Authority"] = Provider.Issuer,
            ["Portal:Workloads:Issuers:ci:Audience"] = "this-portal",
            ["Portal:Pages:SignInsPerMinuteAndAddress"] = "100000",
            ["Portal:Pages:RequestsPerSecondAndAddress"] = "100000",
        };
}

/// <summary>With the demo's people to choose from, and for as many tries as a test makes.</summary>
public sealed class OpenDemoWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new()
        {
            ["environment"] = "Production",
            ["ReloadStaticAssetsAtRuntime"] = "false",
            ["Portal:Pages:SignInsPerMinuteAndAddress"] = "100000",
            ["Portal:Pages:RequestsPerSecondAndAddress"] = "100000",
        };
}

/// <summary>
/// Whatever may be used without signing in, sent what nobody means, all of it in a full run and every fifth of it in each: no fault of the portal's, and nobody comes in.
/// </summary>
public sealed partial class StrangerFuzzTests(OpenDoorsWeb provided, OpenDemoWeb embedded)
    : IClassFixture<OpenDoorsWeb>,
        IClassFixture<OpenDemoWeb>
{
    private const string Circuit = "/_blazor";
    private static readonly int OneIn = EngineSkip.FullRunOnly is null ? 1 : 5;

    private static readonly string[] Fields =
    [
        "handle",
        "to",
        "code",
        "password",
        "repeated",
        "present",
        "logout_token",
        "grant_type",
        "subject_token",
        "subject_token_type",
        "audience",
    ];
    private static readonly string[] Headers = ["Authorization", "Cookie", "X-Forwarded-For", "Origin", "Accept"];
    private static readonly string[] Parameters = ["returnUrl", "to", "code", "state", "iss", "error", "again"];

    [ProviderFact]
    public Task No_odd_input_is_a_fault_where_people_sign_in_with_a_provider() => Fuzz(provided, "/oauth/token");

    [Fact]
    public Task No_odd_input_is_a_fault_where_people_choose_who_they_are() => Fuzz(embedded, "/sign-in");

    private static async Task Fuzz(PortalWeb web, string atLeast)
    {
        var open = Open(web);
        open.ShouldContain(each => each.Route == atLeast);
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        using var stranger = new HttpClient(handler) { BaseAddress = web.Address };
        var (made, sent) = (0, 0);
        foreach (var (method, route) in open)
        {
            var token = method == "POST" ? await Token(stranger, route) : null;
            foreach (var request in Odd(method, route, token).Where(_ => made++ % OneIn == 0))
            {
                using var answer = await stranger.SendAsync(request);
                var said = $"{method} {request.RequestUri}: {(int)answer.StatusCode}";
                ((int)answer.StatusCode).ShouldBeLessThan(500, $"{said}{Environment.NewLine}{FailedPages.All}");
                answer.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests, said);
                sent++;
            }
        }

        sent.ShouldBeGreaterThan(300 / OneIn);
        using var page = await stranger.GetAsync("/topics");
        page.Headers.Location.ShouldNotBeNull("nobody has come in").ToString().ShouldContain("/sign-in?to=");
    }

    private static List<(string Method, string Route)> Open(PortalWeb web) =>
        [
            .. web
                .Services.GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                .Where(endpoint => !IsFile(endpoint))
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                        (method, $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")
                    )
                )
                .Distinct(),
        ];

    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null
        || endpoint.RoutePattern.RawText!.Contains(Circuit, StringComparison.Ordinal);

    // A form has to bring what its page was given; the cookie for it is in the handler.
    private static async Task<string?> Token(HttpClient stranger, string route)
    {
        var page = route.StartsWith("/sign-in/bootstrap", StringComparison.Ordinal) ? "/sign-in/bootstrap" : route;
        using var answer = await stranger.GetAsync(page);
        var found = AntiForgery().Match(await answer.Content.ReadAsStringAsync());
        return found.Success ? found.Groups["token"].Value : null;
    }

    private static IEnumerable<HttpRequestMessage> Odd(string method, string route, string? token)
    {
        foreach (var text in OddInputs.Texts)
        {
            var address = Place().Replace(route, Uri.EscapeDataString(text.Length == 0 ? "x" : text));
            yield return new(new(method), address);
            foreach (var parameter in text.Length > 2_000 ? [] : Parameters)
            {
                yield return new(new(method), $"{address}?{parameter}={Uri.EscapeDataString(text)}");
            }

            foreach (var header in text.Contains('\0') ? [] : Headers)
            {
                var request = new HttpRequestMessage(new(method), address);
                request.Headers.TryAddWithoutValidation(header, text);
                yield return request;
            }

            if (method != "POST")
            {
                continue;
            }

            foreach (var (field, value) in Fields.Select(field => (field, text)))
            {
                yield return Posted(
                    address,
                    With(token, Fields.ToDictionary(name => name, name => name == field ? value : "x"))
                );
                yield return Posted(address, With(token, new() { [field] = value }));
            }

            yield return Posted(address, new StringContent(text));
            yield return Posted(address, new StringContent(text, null, "application/json"));
            yield return Posted(address, new StringContent(text, null, "application/x-www-form-urlencoded"));
        }
    }

    private static FormUrlEncodedContent With(string? token, Dictionary<string, string> fields)
    {
        if (token is not null)
        {
            fields["__RequestVerificationToken"] = token;
        }

        return new(fields);
    }

    private static HttpRequestMessage Posted(string address, HttpContent body) =>
        new(HttpMethod.Post, address) { Content = body };

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AntiForgery();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Place();
}
