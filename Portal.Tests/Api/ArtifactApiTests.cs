using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Jobs.Artifacts;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>What a job of a JAR needs, by the API: the JAR, and its secrets.</summary>
public sealed class ArtifactApiTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task A_JAR_is_uploaded_as_it_is_and_described_and_its_content_is_not_given_out()
    {
        var jar = TestJar.Of("com.example.Job", "com.example.Job");
        using var client = await web.As("ada");

        using var answer = await client.PostAsync("/api/v1/artifacts?name=orders.jar", Body(jar.Bytes));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var uploaded = await answer.Content.ReadFromJsonAsync<JsonElement>();
        uploaded.GetProperty("digest").GetString().ShouldBe(jar.Digest);
        uploaded.GetProperty("mainClass").GetString().ShouldBe("com.example.Job");
        var described = await client.GetFromJsonAsync<JsonElement>($"/api/v1/artifacts/{jar.Digest}");
        described.GetProperty("name").GetString().ShouldBe("orders.jar");
        described.GetProperty("uploadedBy").GetString().ShouldBe("ada");
        (await client.GetAsync($"/api/v1/artifacts/{new string('0', 64)}")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task What_is_no_JAR_is_refused_beside_its_field()
    {
        using var client = await web.As("ada");

        using var answer = await client.PostAsync("/api/v1/artifacts", Body([1, 2, 3]));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("errors")
            .GetProperty("artifact")[0]
            .GetString()!
            .ShouldContain("isn't a JAR");
    }

    [Fact]
    public async Task One_that_is_too_large_is_refused_with_the_limit_before_it_is_sent()
    {
        using var client = await web.As("ada");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/artifacts")
        {
            Content = Body(new byte[201 * 1024 * 1024]),
        };
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("detail")
            .GetString()
            .ShouldBe("This request has at most 200\u00A0MiB.");
    }

    [Fact]
    public async Task One_for_which_its_person_has_no_room_is_refused_beside_its_field()
    {
        var options = web.Services.GetRequiredService<IOptions<ArtifactOptions>>().Value;
        var limit = options.UnusedBytes;
        options.UnusedBytes = 1;
        try
        {
            using var client = await web.As("ada");

            using var answer = await client.PostAsync(
                "/api/v1/artifacts?name=room.jar",
                Body(TestJar.Of("com.example.Room", "com.example.Room").Bytes)
            );

            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await answer.Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("errors")
                .GetProperty("artifact")[0]
                .GetString()!
                .ShouldStartWith("JARs that you uploaded and nothing uses have at most 1\u00A0B together.");
        }
        finally
        {
            options.UnusedBytes = limit;
        }
    }

    [Fact]
    public async Task A_secret_is_stored_for_a_team_and_answered_by_its_number_alone()
    {
        using var client = await web.As("ada");

        using var answer = await client.PostAsJsonAsync(
            "/api/v1/job-secrets",
            new { team = "payments", value = "hunter2-by-api" }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldNotContain("hunter2");
        JsonDocument.Parse(text).RootElement.GetProperty("secret").GetInt64().ShouldBePositive();
    }

    [Fact]
    public async Task A_job_with_a_dependency_that_is_not_stored_is_refused_beside_its_field()
    {
        var (jar, dependency) = (
            TestJar.Of("com.example.Job", "com.example.Job"),
            TestJar.Of(null, "com.example.Rules")
        );
        using var client = await web.As("ada");
        using var first = await client.PostAsync("/api/v1/artifacts?name=job.jar", Body(jar.Bytes));
        using var second = await client.PostAsync("/api/v1/artifacts?name=rules.jar", Body(dependency.Bytes));
        var missing = new string('c', 64);

        using var answer = await client.PostAsJsonAsync(
            "/api/v1/changes",
            new
            {
                owner = "payments",
                reason = "For a test.",
                resources = new[]
                {
                    new
                    {
                        kind = "job",
                        operation = "create",
                        cluster = "prod-eu-1",
                        name = "divided",
                        spec = new
                        {
                            type = "jar",
                            artifact = jar.Digest,
                            dependencies = new[] { dependency.Digest, missing },
                        },
                    },
                },
            }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("errors")
            .GetProperty("resources[0].spec.dependencies[1]")[0]
            .GetString()
            .ShouldBe(
                $"No JAR with the SHA-256 {missing} is in the store: it wasn't uploaded, or was deleted because nothing used it. Upload it."
            );
    }

    private static ByteArrayContent Body(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/java-archive") } };
}
