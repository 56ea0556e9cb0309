namespace Portal.LocalCluster.Groups.Consumers;

/// <param name="SessionTimeout">A member that sends nothing for so long is removed (group.consumer.session.timeout.ms).</param>
/// <param name="HeartbeatInterval">How often members are to send (group.consumer.heartbeat.interval.ms).</param>
public sealed record ConsumerGroupTimes(TimeSpan SessionTimeout, TimeSpan HeartbeatInterval);
