using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Tests.Kit;
using Portal.Web.Api.Limits;

namespace Portal.Tests.Api;

/// <summary>One request a second, ten at once.</summary>
public sealed class SlowWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["Portal:Api:RequestsPerSecondAndToken"] = "1" };
}

public sealed class LimitTests(SlowWeb web) : IClassFixture<SlowWeb>
{
    // A client sends what is shorter than a KiB also once it was refused.
    private const int Short = 2_000;

    [Fact]
    public Task A_token_that_asks_too_much_is_told_when_to_come_back_and_others_are_not() => IsLimited(web);

    [Theory]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndToken), "0")]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndPerson), "0")]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndStranger), "0")]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndStranger), "200000001")]
    public async Task A_rate_that_lets_nobody_in_or_that_fits_no_bucket_keeps_web_from_starting(
        string limit,
        string rate
    )
    {
        await using var services = With(limit, rate);

        var refused = Should.Throw<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        refused.Message.ShouldContain(limit);
    }

    [Theory]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndToken), "1000000")]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndPerson), "1000000")]
    [InlineData(nameof(RateLimitOptions.RequestsPerSecondAndStranger), "200000000")]
    public async Task A_rate_that_nobody_reaches_is_how_a_limit_is_switched_off(string limit, string rate)
    {
        await using var services = With(limit, rate);

        services.GetRequiredService<IStartupValidator>().Validate();

        var bucket = RateLimits.Bucket("anybody", int.Parse(rate, CultureInfo.InvariantCulture));
        using var limiter = bucket.Factory(bucket.PartitionKey);
        using var lease = limiter.AttemptAcquire(1_000_000);
        lease.IsAcquired.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_token_may_not_do_counts_too_and_once()
    {
        using var reader = await web.As("ada", TokenScopes.Read);
        for (var i = 0; i < 10; i++)
        {
            using var refused = await Change();
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var answer = await Flood.UntilRefused(_ => Change());

        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);

        Task<HttpResponseMessage> Change() => reader.PostAsJsonAsync("/api/v1/changes", new { });
    }

    [Fact]
    public async Task A_person_has_so_many_bodies_of_specs_open_and_another_is_refused_unread()
    {
        using var ada = await web.As("ada");
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = await Open(ada, HeldBodies.OfPerson, Short, rest.Task);

        using var answer = await Refused(ada, Short, rest.Task);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        rest.SetResult();
        (await Statuses(open)).ShouldAllBe(status => status == HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Refused_bodies_take_nothing_of_the_token_s_rate()
    {
        using var ada = await web.As("ada");
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = await Open(ada, HeldBodies.OfPerson, Short, rest.Task);
        for (var i = 0; i < 20; i++)
        {
            using var refused = await Refused(ada, Short, rest.Task);
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }

        using var other = await ada.GetAsync("/api/v1/me");

        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        rest.SetResult();
        await Statuses(open);
    }

    [Fact]
    public async Task A_person_and_all_together_have_so_many_long_ones_and_short_ones_pass_beside_them()
    {
        const int beyond = 1024 * 1025;
        using var ada = await web.As("ada");
        using var grace = await web.As("grace");
        using var sam = await web.As("sam");
        using var omar = await web.As("omar");
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = await Open(ada, HeldBodies.LongOfPerson, beyond, rest.Task);

        using var third = await Refused(ada, beyond, rest.Task);
        open.AddRange(await Open(grace, HeldBodies.LongOfPerson, beyond, rest.Task));
        open.AddRange(await Open(sam, HeldBodies.LongInAll - (2 * HeldBodies.LongOfPerson), beyond, rest.Task));
        using var answer = await Refused(omar, beyond, rest.Task);
        using var brief = await Plan(omar, new AwaitedBody(10, Task.CompletedTask));

        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        brief.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        rest.SetResult();
        (await Statuses(open)).ShouldAllBe(status => status == HttpStatusCode.UnprocessableEntity);
    }

    private static ServiceProvider With(string limit, string rate)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { [$"Portal:Api:{limit}"] = rate };
        var services = new ServiceCollection();
        services.AddPortalRateLimits(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }

    // Each of them is being read.
    private static async Task<List<Task<HttpResponseMessage>>> Open(HttpClient person, int bodies, int bytes, Task rest)
    {
        var open = new List<Task<HttpResponseMessage>>();
        for (var i = 0; i < bodies; i++)
        {
            var body = new AwaitedBody(bytes, rest);
            open.Add(Plan(person, body));
            (await Task.WhenAny(body.IsRead, open[^1])).ShouldBeSameAs(body.IsRead);
        }

        return open;
    }

    private static async Task<HttpResponseMessage> Refused(HttpClient person, int bytes, Task rest)
    {
        var body = new AwaitedBody(bytes, rest);
        var sent = Plan(person, body);
        (await Task.WhenAny(body.IsRead, sent)).ShouldBeSameAs(sent);
        return await sent;
    }

    private static async Task<List<HttpStatusCode>> Statuses(List<Task<HttpResponseMessage>> open)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var sent in open)
        {
            using var answer = await sent;
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }

    private static async Task<HttpResponseMessage> Plan(HttpClient person, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/specs:plan") { Content = body };
        request.Content.Headers.ContentType = new("application/yaml");
        request.Headers.ExpectContinue = true;
        return await person.SendAsync(request);
    }

    internal static async Task IsLimited(PortalWeb web)
    {
        using var greedy = await web.As("ada");
        using var other = await web.As("grace");

        using var answer = await Flood.UntilRefused(_ => greedy.GetAsync("/api/v1/me"));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await other.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A comment, sent once it may be after the server began to read it.</summary>
    private sealed class AwaitedBody(int bytes, Task rest) : HttpContent
    {
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsRead => _read.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _read.TrySetResult();
            await rest;
            await stream.WriteAsync(Enumerable.Repeat((byte)'#', bytes).ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes;
            return true;
        }
    }
}
