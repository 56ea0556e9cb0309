using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>What a double click on a button comes to.</summary>
public sealed class OneActTests
{
    private readonly OneAct _act = new();
    private int _times;

    [Fact]
    public async Task The_second_click_does_nothing_while_the_first_is_under_way_and_once_it_is_done()
    {
        var answer = new TaskCompletionSource<bool>();

        var first = _act.Run(() => Counted(answer.Task));
        await _act.Run(() => Counted(answer.Task));
        _act.IsBusy.ShouldBeTrue();
        answer.SetResult(true);
        await first;
        await _act.Run(() => Counted(answer.Task));

        _times.ShouldBe(1);
        _act.Renew();
        await _act.Run(() => Counted(answer.Task));
        _times.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_refused_or_failed_may_be_tried_again()
    {
        await _act.Run(() => Counted(Task.FromResult(false)));
        await Should.ThrowAsync<TimeoutException>(() =>
            _act.Run(() => Counted(Task.FromException<bool>(new TimeoutException())))
        );
        await _act.Run(() => Counted(Task.FromResult(false)));

        _times.ShouldBe(3);
        _act.IsBusy.ShouldBeFalse();
    }

    private Task<bool> Counted(Task<bool> answer)
    {
        _times++;
        return answer;
    }
}
