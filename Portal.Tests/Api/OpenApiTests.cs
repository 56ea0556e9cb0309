using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Tests.Api;

public sealed class OpenApiTests(UnhurriedWeb web) : IClassFixture<UnhurriedWeb>
{
    [Fact]
    public async Task Every_operation_says_what_it_does_and_needs_a_token()
    {
        var document = await ApiDescription.Read(web);

        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        document
            .GetProperty("components")
            .GetProperty("securitySchemes")
            .GetProperty("token")
            .GetProperty("scheme")
            .GetString()
            .ShouldBe("bearer");
        var operations = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject())
            .ToList();
        operations.Count.ShouldBeGreaterThan(10);
        operations.ShouldAllBe(o => o.Value.GetProperty("summary").GetString()!.Length > 0);
    }

    [Fact]
    public async Task No_odd_input_gets_an_answer_that_is_not_described()
    {
        using var sam = await web.As("sam");
        var surprises = new List<string>();
        foreach (var operation in await ApiDescription.Operations(web))
        {
            foreach (var request in OddInputs.For(operation))
            {
                using var answer = await sam.SendAsync(request);
                var status = (int)answer.StatusCode;
                if (status >= 500 || !operation.Answers.Contains(status))
                {
                    var sent = request.Content is StringContent text ? await text.ReadAsStringAsync() : "";
                    surprises.Add(
                        $"{operation}: {status} for {request.RequestUri} {sent[..Math.Min(200, sent.Length)]}"
                    );
                }
                else if (status >= 400)
                {
                    answer.Content.Headers.ContentType?.MediaType.ShouldBe(
                        "application/problem+json",
                        $"{operation} {status}"
                    );
                    var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
                    problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
                }
            }
        }

        string.Join('\n', surprises).ShouldBeEmpty();
    }
}

/// <summary>The fuzz asks more at once than a person's bucket holds.</summary>
public sealed class UnhurriedWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new()
        {
            ["Portal:Api:RequestsPerSecondAndToken"] = "100000",
            ["Portal:Api:RequestsPerSecondAndPerson"] = "100000",
        };
}
