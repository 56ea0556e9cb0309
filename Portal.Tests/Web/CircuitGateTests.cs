using Portal.Core;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Tests.Web;

/// <summary>What a browser sends reaches its page while the person is welcome there, and what it answers before that is known isn't lost.</summary>
public sealed class CircuitGateTests : IDisposable
{
    private readonly Me _me = new();
    private readonly CircuitGate _gate;
    private int _reached;

    public CircuitGateTests() => _gate = new CircuitGate(_me);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task What_comes_before_the_caller_is_known_reaches_the_page_afterwards()
    {
        var sent = Send();
        sent.IsCompleted.ShouldBeFalse();

        _me.Is(new KnownCaller(new PersonId(1), new Caller(new Actor("ada", ActorVia.Page), "Ada", [])));
        await _gate.OnCircuitOpenedAsync(null!, CancellationToken.None);
        await sent;

        _reached.ShouldBe(1, "a call that is never answered keeps the whole circuit in memory");
    }

    [Fact]
    public async Task Where_nobody_is_known_nothing_reaches_the_page()
    {
        var early = Send();

        await _gate.OnCircuitOpenedAsync(null!, CancellationToken.None);
        await early;
        await Send();

        _reached.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_waits_for_a_circuit_that_ends_before_its_caller_is_known()
    {
        var sent = Send();

        _gate.Dispose();
        await sent;

        _reached.ShouldBe(0);
    }

    private Task Send() =>
        _gate.CreateInboundActivityHandler(_ =>
        {
            _reached++;
            return Task.CompletedTask;
        })(default!);
}
