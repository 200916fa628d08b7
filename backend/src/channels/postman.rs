//! Sends requests to addresses somebody else chose, and is not led astray: nothing but https to the public internet unless the operator
//! allows it, no redirects, no proxy of the environment, little time, a short answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use shared::channels::{SendFault, is_public};
use ureq::config::Config as AgentConfig;
use ureq::http::{Request, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error as SendError};

use crate::config::Config;

/// The most that is read of an answer.
const MOST_BYTES: u64 = 16 * 1024;

/// Why a message was not taken, and what the other side said. Never holds the address, which is a secret of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub fault: SendFault,
    pub detail: Option<String>,
}

impl From<SendFault> for Failure {
    fn from(fault: SendFault) -> Self {
        Self { fault, detail: None }
    }
}

impl Failure {
    /// With what was said, cut to what is kept.
    pub fn saying(fault: SendFault, said: &str) -> Self {
        let plain: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
        Self { fault, detail: Some(plain).filter(|said| !said.trim().is_empty()) }
    }
}

/// The one way out of the house; cheap to clone.
#[derive(Clone)]
pub struct Postman {
    agent: Agent,
    private: bool,
}

impl Postman {
    pub fn new(config: &Config) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .build();
        let settings = AgentConfig::builder()
            .tls_config(tls)
            .https_only(!config.private_channels)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(config.channel_seconds)))
            .max_response_header_size(16 * 1024)
            .max_idle_connections(0)
            .user_agent(concat!("Wangge/", env!("CARGO_PKG_VERSION")))
            .build();
        let guarded = Guarded { private: config.private_channels, inner: DefaultResolver::default() };
        Self { agent: Agent::with_parts(settings, DefaultConnector::default(), guarded), private: config.private_channels }
    }

    /// Sends a request and reads its answer; blocks. An answer that is not a success is a failure.
    pub fn send(&self, request: Request<Vec<u8>>) -> Result<String, Failure> {
        if !self.private && request.uri().scheme_str() != Some("https") {
            return Err(SendFault::Insecure.into());
        }
        let mut response = self.agent.run(request).map_err(|error| told(&error))?;
        let status = response.status();
        if status.is_redirection() {
            return Err(Failure::saying(SendFault::Redirected, &format!("HTTP {}", status.as_u16())));
        }
        let body = response.body_mut().with_config().limit(MOST_BYTES).lossy_utf8(true).read_to_string();
        if !status.is_success() {
            return Err(Failure::saying(SendFault::Status, &format!("HTTP {}", status.as_u16())));
        }
        body.map_err(|error| told(&error))
    }
}

/// What went wrong, without the words of the library, which may repeat the address.
fn told(error: &SendError) -> Failure {
    let refused = |error: &std::io::Error| error.get_ref().is_some_and(|inner| inner.is::<PrivateAddress>());
    match error {
        SendError::Timeout(_) => SendFault::Timeout.into(),
        SendError::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => SendFault::Timeout.into(),
        SendError::Io(error) if refused(error) => SendFault::PrivateAddress.into(),
        SendError::Tls(_) | SendError::Rustls(_) | SendError::TlsRequired | SendError::Pem(_) => SendFault::Tls.into(),
        SendError::BodyExceedsLimit(_) => SendFault::TooLarge.into(),
        SendError::RequireHttpsOnly(_) => SendFault::Insecure.into(),
        SendError::RedirectFailed | SendError::TooManyRedirects => SendFault::Redirected.into(),
        SendError::BadUri(_) | SendError::Http(_) => SendFault::Template.into(),
        _ => SendFault::Unreachable.into(),
    }
}

/// Looks names up and lets no address through that is not public. The connection goes to the very address that was looked at, so a name
/// that changes its mind in between leads nowhere.
#[derive(Debug)]
struct Guarded {
    private: bool,
    inner: DefaultResolver,
}

#[derive(Debug, thiserror::Error)]
#[error("the address is not a public one")]
struct PrivateAddress;

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &AgentConfig, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, SendError> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.private {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address: &&SocketAddr| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() { Err(SendError::Io(std::io::Error::other(PrivateAddress))) } else { Ok(public) }
    }
}
