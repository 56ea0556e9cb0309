using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Kit;

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
    public async Task The_guide_names_each_POST_that_takes_no_key()
    {
        var guide = await File.ReadAllTextAsync(Repository.PathOf("docs", "guide", "scripts.md"));

        (await ApiDescription.Operations(web))
            .Where(operation => operation.Method == "POST")
            .Where(operation => !operation.Parameters.Contains(("Idempotency-Key", "header")))
            .Select(operation => $"`{operation}`")
            .Where(operation => !guide.Contains(operation, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_the_description_is_spared_it()
    {
        using var stranger = web.Stranger();
        using var first = await stranger.GetAsync("/openapi/v1.json");
        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag.ShouldNotBeNull());

        using var answer = await stranger.SendAsync(again);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task One_odd_input_in_twenty_gets_no_answer_that_is_not_described()
    {
        using var sam = await web.As("sam");
        var (_, surprises) = await Surprises(sam, "sam", await ApiDescription.Operations(web), oneIn: 20);

        string.Join('\n', surprises).ShouldBeEmpty();
    }

    [LongFact]
    public async Task Nor_does_one_of_ten_thousand_by_people_of_every_role()
    {
        var (sent, surprises) = (0, new List<string>());
        var operations = await ApiDescription.Operations(web);
        foreach (var person in new[] { "sam", "ada", "grace", "lin", "noor", "tess", "mina" })
        {
            using var client = await web.As(person);
            var (asked, found) = await Surprises(client, person, operations);
            sent += asked;
            surprises.AddRange(found);
        }

        string.Join('\n', surprises.Take(20)).ShouldBeEmpty();
        sent.ShouldBeGreaterThan(10_000);
    }

    /// <param name="most">Requests of each operation.</param>
    /// <param name="oneIn">Of so many requests one is sent.</param>
    internal static async Task<(int Sent, List<string> Surprises)> Surprises(
        HttpClient client,
        string person,
        IEnumerable<ApiOperation> operations,
        int most = int.MaxValue,
        int oneIn = 1
    )
    {
        var (made, sent, surprises) = (0, 0, new List<string>());
        foreach (var operation in operations)
        {
            foreach (var request in OddInputs.For(operation).Take(most).Where(_ => made++ % oneIn == 0))
            {
                sent++;
                using var answer = await client.SendAsync(request);
                var status = (int)answer.StatusCode;
                if (status >= 500 || !operation.Answers.Contains(status))
                {
                    var body = request.Content is StringContent text ? await text.ReadAsStringAsync() : "";
                    surprises.Add(
                        $"{person}, {operation}: {status} for {request.RequestUri} {body[..Math.Min(200, body.Length)]}"
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
                    problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
                    surprises.AddRange(Faults(operation, status, problem));
                }
            }
        }

        return (sent, surprises);
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_have_is_refused_with_those_it_has()
    {
        string[] methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"];
        using var sam = await web.As("sam");
        var operations = await ApiDescription.Operations(web);
        var surprises = new List<string>();
        // Of the methods that it lacks each path is sent every third, the next one after those of the path before; all of them in a full run.
        var (oneIn, next) = (EngineSkip.FullRunOnly is null ? 1 : 3, 0);
        foreach (var path in operations.GroupBy(operation => operation.Path))
        {
            // What a name in a path may be is said by another path: /clusters/test is a cluster's, too.
            var address = path.First().Filled("1");
            var has = operations.Where(o => o.Serves(address)).Select(o => o.Method).Distinct().Order().ToList();
            foreach (var method in methods.Except(has).Where(_ => next++ % oneIn == 0))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), address);
                using var answer = await sam.SendAsync(request);
                var allow = answer.Content.Headers.Allow.Order();
                if (answer.StatusCode != HttpStatusCode.MethodNotAllowed || !allow.SequenceEqual(has))
                {
                    surprises.Add(
                        $"{method} {address}: {(int)answer.StatusCode}, {string.Join(' ', allow)} for {string.Join(' ', has)}"
                    );
                }
            }
        }

        string.Join('\n', surprises).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_parameter_that_is_not_described_is_refused_with_those_that_are()
    {
        using var sam = await web.As("sam");
        foreach (var operation in (await ApiDescription.Operations(web)).Where(o => o.Method == "GET"))
        {
            using var answer = await sam.GetAsync($"{operation.Filled("1")}?envirnoment=prod");
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, operation.Path);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.TryGetProperty("detail", out var detail).ShouldBeTrue($"{operation.Path}: {problem}");
            var words = detail.GetString()!;
            words.ShouldContain("There is no parameter envirnoment");
            operation.Parameters.Where(p => p.In == "query").ShouldAllBe(p => words.Contains(p.Name));
        }
    }

    [Fact]
    public async Task A_value_that_is_empty_or_of_another_type_is_refused_with_what_belongs_there()
    {
        using var sam = await web.As("sam");
        foreach (var operation in (await ApiDescription.Operations(web)).Where(o => o.Method == "GET"))
        {
            foreach (
                var (name, _) in operation.Parameters.Where(p => p.In == "query" && operation.Numbers.Contains(p.Name))
            )
            {
                (await Refused($"{operation.Filled("1")}?{name}=")).ShouldStartWith($"{name} is empty");
                (await Refused($"{operation.Filled("1")}?{name}=few")).ShouldStartWith(
                    $"{name} can't be read from “few”"
                );
            }
        }

        (await Refused("/api/v1/topics?withInternal=")).ShouldBe(
            "withInternal is empty: give it a value, or leave it out."
        );
        (await Refused("/api/v1/topics?withInternal=yes")).ShouldEndWith("it takes true or false.");
        (await Refused("/api/v1/access?expiresBefore=3915-11-08T10:51:06-16:46")).ShouldEndWith(
            "with an offset of at most 14:00."
        );
        (await Refused("/api/v1/access-reviews?after=abc")).ShouldStartWith("after can't be read from “abc”");
        using var text = await sam.GetAsync("/api/v1/topics?search=");
        text.StatusCode.ShouldBe(HttpStatusCode.OK, "text may be empty");

        async Task<string> Refused(string address)
        {
            using var answer = await sam.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, address);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
        }
    }

    [Fact]
    public async Task Null_is_none_of_an_enum_s_words()
    {
        var document = await ApiDescription.Read(web);

        var enums = document
            .GetProperty("components")
            .GetProperty("schemas")
            .EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("enum", out _))
            .ToList();
        enums.Count.ShouldBeGreaterThan(20);
        enums
            .Where(schema =>
                schema.Value.GetProperty("enum").EnumerateArray().Any(word => word.ValueKind == JsonValueKind.Null)
            )
            .Select(schema => schema.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whole_number_says_what_it_holds()
    {
        var loose = new List<string>();
        Walk(await ApiDescription.Read(web), "$");
        loose.ShouldBeEmpty();

        void Walk(JsonElement at, string path)
        {
            if (at.ValueKind == JsonValueKind.Array)
            {
                at.EnumerateArray().ToList().ForEach(item => Walk(item, path));
            }
            else if (at.ValueKind == JsonValueKind.Object)
            {
                if (at.TryGetProperty("format", out var format) && format.ToString() is "int32" or "int64")
                {
                    loose.AddRange(
                        new[] { "minimum", "maximum" }
                            .Where(b => !at.TryGetProperty(b, out _))
                            .Select(b => $"{path} {b}")
                    );
                }

                at.EnumerateObject().ToList().ForEach(member => Walk(member.Value, $"{path}.{member.Name}"));
            }
        }
    }

    [Theory]
    [InlineData("caf\u00e9")]
    [InlineData("\u0080\u00a4")]
    [InlineData("\u043a\u043b\u044e\u0447")]
    public async Task A_key_that_is_no_plain_text_is_refused_in_words(string key)
    {
        using var handler = new SocketsHttpHandler
        {
            RequestHeaderEncodingSelector = (_, _) =>
                key[0] > 'z' && key[0] < '\u0100' ? System.Text.Encoding.Latin1 : System.Text.Encoding.UTF8,
        };
        using var sam = new HttpClient(handler) { BaseAddress = web.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/changes/1/plan");
        request.Headers.Authorization = new("Bearer", await web.Token("sam"));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        using var answer = await sam.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("ASCII");
    }

    [Fact]
    public void No_two_bodies_have_one_name_in_the_document() =>
        typeof(Portal.Web.App)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Dto", StringComparison.Ordinal))
            .GroupBy(type => type.Name)
            .Where(named => named.Count() > 1)
            .Select(named => named.Key)
            .ShouldBeEmpty();

    private static IEnumerable<string> Faults(ApiOperation operation, int status, JsonElement body) =>
        operation.Answer(status) is { } schema
            ? new SchemaCheck(operation.Document).Faults(schema, body).Select(fault => $"{operation} {status}: {fault}")
            : [$"{operation} {status}: a body that isn't described"];
}

/// <summary>The fuzz asks more at once than a person's bucket holds.</summary>
public class UnhurriedWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new()
        {
            // As for people: while developing, files of every project are served, and HEAD is announced everywhere.
            ["environment"] = "Production",
            ["ReloadStaticAssetsAtRuntime"] = "false",
            ["Portal:Api:RequestsPerSecondAndToken"] = "100000",
            ["Portal:Api:RequestsPerSecondAndPerson"] = "100000",
        };
}
