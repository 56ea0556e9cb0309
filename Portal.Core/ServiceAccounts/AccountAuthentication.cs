namespace Portal.Core.ServiceAccounts;

/// <summary>How clients prove to Kafka that they are an account.</summary>
public enum AccountAuthentication
{
    /// <summary>By a password that is made on the cluster.</summary>
    Scram,

    /// <summary>By a client certificate (mTLS). Who is whom is the brokers' to decide: nothing is made on the cluster.</summary>
    Tls,
}
