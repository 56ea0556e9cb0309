using Portal.LocalCluster.Streams.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

public sealed class SavepointRequestTests
{
    private readonly ManualTime _time = new();
    private readonly SavepointRequests _requests;

    public SavepointRequestTests() => _requests = new(_time);

    [ClusterFact]
    public void What_came_of_a_savepoint_is_known_for_five_minutes_and_what_goes_on_for_as_long_as_it_does()
    {
        var done = Add("done").Request;
        Add("waits");
        done.Done();

        _time.Pass(TimeSpan.FromMinutes(4.9));
        _requests.Find("job", "done").ShouldBeSameAs(done);
        Add("done").IsNew.ShouldBeFalse();

        _time.Pass(TimeSpan.FromMinutes(0.2));
        _requests.Find("job", "done").ShouldBeNull();
        _requests.Find("job", "waits").ShouldNotBeNull();
    }

    private (SavepointRequest Request, bool IsNew) Add(string trigger) =>
        _requests.Add("job", trigger, "/tmp", stops: false, drains: false);
}
