using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Tests.Api;

/// <summary>Who comes in where.</summary>
public sealed class EndpointAccessTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    // The framework's own answer for files that aren't there.
    private const string MissingFile = "{**path:file}";

    [Fact]
    public void Every_endpoint_says_who_may_use_it() =>
        web
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            )
            .Select(endpoint => endpoint.RoutePattern.RawText)
            .Where(route => route != MissingFile)
            .ShouldBeEmpty();

    [Fact]
    public async Task Every_operation_refuses_who_comes_without_a_token()
    {
        using var stranger = web.Stranger();
        foreach (var operation in await ApiDescription.Operations(web))
        {
            using var answer = await stranger.SendAsync(new(new HttpMethod(operation.Method), operation.Filled("1")));

            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, operation.ToString());
            answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/api/v1/changes", HttpStatusCode.MethodNotAllowed)]
    public async Task A_wrong_address_gets_a_problem_and_no_page(string method, string address, HttpStatusCode status)
    {
        using var ada = await web.As("ada");

        using var answer = await ada.SendAsync(new(new HttpMethod(method), address));

        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Anybody_may_ask_how_the_web_is(string address)
    {
        using var stranger = web.Stranger();

        (await stranger.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example", "/_blazor")]
    [InlineData("https://evil.example", "/_BLAZOR")]
    [InlineData("null", "/_blazor")]
    public async Task A_circuit_is_opened_by_the_portals_own_pages_only(string origin, string circuits)
    {
        using var stranger = web.Stranger();
        var request = new HttpRequestMessage(HttpMethod.Post, $"{circuits}/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);

        (await stranger.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        using var ada = await web.As("ada");
        using var body = new StringContent(
            $$"""{"reason": "{{new string('x', 300 * 1024)}}"}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );

        using var answer = await ada.PostAsync("/api/v1/role-requests", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("detail")
            .GetString()
            .ShouldBe("This request has at most 256\u00A0KiB.");
    }
}
