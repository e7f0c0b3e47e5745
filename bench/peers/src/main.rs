//! A stream of messages from a PUSH to a PULL of rzmq over tcp, in two processes, as `bench_throughput` has it for the
//! other libraries: the same options, the same figures but for processor time. Ways: `io_uring`, with the library's
//! default settings for it, and `tokio`, its default. The clock starts when a twentieth of the messages has arrived.
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rzmq::socket::options::{IO_URING_SESSION_ENABLED, LAST_ENDPOINT, LINGER, RCVHWM, SNDHWM};
use rzmq::uring::{UringConfig, initialize_uring_backend};
use rzmq::{Context, Msg, Socket, SocketType};

type Failure = Box<dyn std::error::Error>;
type Options = HashMap<String, String>;

fn number(options: &Options, name: &str, default: usize) -> Result<usize, Failure> {
    Ok(options.get(name).map_or(Ok(default), |text| text.parse())?)
}

/// Reads `--name value` pairs. `--json` and `--pin` have no value, and output is JSON in any case.
fn parse(mut words: impl Iterator<Item = String>) -> Result<Options, Failure> {
    let mut options = Options::new();
    while let Some(word) = words.next() {
        let name = word.strip_prefix("--").ok_or(format!("not an option: {word}"))?;
        let value = match name {
            "json" | "pin" => String::new(),
            _ => words.next().ok_or(format!("--{name} needs a value"))?,
        };
        options.insert(name.to_string(), value);
    }
    Ok(options)
}

/// The first bytes of a message are its number, the others all the same.
fn payload(size: usize, sequence: u64) -> Vec<u8> {
    let mut bytes = vec![7; size];
    let numbered = size.min(8);
    bytes[..numbered].copy_from_slice(&sequence.to_le_bytes()[..numbered]);
    bytes
}

fn check(message: &Msg, size: usize, sequence: u64) -> Result<(), Failure> {
    let data = message.data().unwrap_or_default();
    let numbered = size.min(8);
    let good = data.len() == size
        && data[..numbered] == sequence.to_le_bytes()[..numbered]
        && (size <= 8 || data[size - 1] == 7);
    if good {
        Ok(())
    } else {
        Err(format!("message {sequence} is not the one that was sent").into())
    }
}

async fn socket(context: &Context, kind: SocketType, options: &Options) -> Result<Socket, Failure> {
    let socket = context.socket(kind)?;
    let hwm = i32::try_from(number(options, "hwm", 1000)?)?;
    socket.set_option(SNDHWM, hwm).await?;
    socket.set_option(RCVHWM, hwm).await?;
    socket.set_option(LINGER, 60_000).await?;
    if options.get("way").map(String::as_str) == Some("io_uring") {
        socket.set_option(IO_URING_SESSION_ENABLED, true).await?;
    }
    Ok(socket)
}

async fn send(context: &Context, options: &Options) -> Result<(), Failure> {
    let push = socket(context, SocketType::Push, options).await?;
    push.connect(&options["endpoint"]).await?;
    let size = number(options, "size", 128)?;
    for sequence in 0..number(options, "count", 1_000_000)? as u64 {
        push.send(Msg::from_vec(payload(size, sequence))).await?;
    }
    // The receiver ends this process when it has everything: closing is not part of what is measured.
    tokio::time::sleep(Duration::MAX).await;
    Ok(())
}

/// Starts the sender and returns the messages per second.
async fn receive(context: &Context, options: &Options) -> Result<f64, Failure> {
    let pull = socket(context, SocketType::Pull, options).await?;
    pull.bind("tcp://127.0.0.1:0").await?;
    let endpoint = String::from_utf8(pull.get_option(LAST_ENDPOINT).await?)?;
    let mut sender = Sender::start(options, endpoint.trim_end_matches('\0'))?;
    let size = number(options, "size", 128)?;
    let count = number(options, "count", 1_000_000)? as u64;
    let skipped = count / 20;
    let mut start = Instant::now();
    for sequence in 0..count {
        check(&pull.recv().await?, size, sequence)?;
        if sequence == skipped {
            start = Instant::now();
        }
    }
    let rate = (count - skipped - 1) as f64 / start.elapsed().as_secs_f64();
    sender.stop();
    Ok(rate)
}

/// The sending side: this program again.
struct Sender(std::process::Child);

impl Sender {
    fn start(options: &Options, endpoint: &str) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        for (name, value) in options {
            command.arg(format!("--{name}"));
            command.args((!value.is_empty()).then_some(value));
        }
        command.args(["--endpoint", endpoint]).stdin(Stdio::piped());
        Ok(Self(command.spawn()?))
    }

    fn stop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A sender whose receiver is gone reads the end of its input, and ends.
fn end_with_receiver() {
    std::thread::spawn(|| {
        let mut line = String::new();
        let _ = BufReader::new(std::io::stdin()).read_line(&mut line);
        std::process::exit(1);
    });
}

/// Puts this process, with the threads that it will start, on one processor: the sender's or the receiver's.
fn pin(options: &Options) -> Result<(), Failure> {
    if !options.contains_key("pin") {
        return Ok(());
    }
    let processor = if options.contains_key("endpoint") { 0 } else { 1 };
    // SAFETY: the set is plain memory of this function, and its size is given.
    let result = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(processor, &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set)
    };
    if result == 0 {
        Ok(())
    } else {
        Err(std::io::Error::last_os_error().into())
    }
}

async fn side(options: &Options) -> Result<(), Failure> {
    let context = Context::new()?;
    if options.contains_key("endpoint") {
        end_with_receiver();
        return send(&context, options).await;
    }
    println!("{{\"messages_per_second\":{:.1}}}", receive(&context, options).await?);
    Ok(())
}

fn run() -> Result<(), Failure> {
    let options = parse(std::env::args().skip(1))?;
    pin(&options)?;
    let limit = Duration::from_secs(number(&options, "limit", 120)? as u64);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            match options.get("way").map(String::as_str) {
                Some("io_uring") => initialize_uring_backend(UringConfig::default())?,
                Some("tokio") => {}
                _ => return Err("--way is io_uring or tokio".into()),
            }
            tokio::time::timeout(limit, side(&options))
                .await
                .map_err(|_| format!("not done within {limit:?}"))?
        })
}

fn main() {
    match run() {
        // The context's threads have nothing left to do that matters here.
        Ok(()) => std::process::exit(0),
        Err(failure) => {
            eprintln!("bench_rzmq: {failure}");
            std::process::exit(1)
        }
    }
}
